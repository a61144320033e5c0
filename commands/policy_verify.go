package commands

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site/signing"
	"github.com/prokken/prokken/site/translation"
)

// verifyPolicies checks signatures and hashes, and tells of each what it found.
type verifyPolicies struct {
	Sources []string `arg:"" name:"file|url" optional:"" help:"Signed JSON; else every version in the database."`
	Keys    string   `                                   help:"The keys of the site; else fetched from where the JSON is."                placeholder:"FILE|URL"`
	Site    string   `                                   help:"The site that the statements have to be of; else that of the web address." placeholder:"ADDRESS"`
}

// Run verifies what the sources hold; without any, the database.
func (cmd *verifyPolicies) Run(ctx context.Context, i Invocation) error {
	if len(cmd.Sources) == 0 {
		return verifyAll(ctx, i)
	}
	at, i := i.begin("Fetching")
	defer at.end()
	wrong := 0
	for n, source := range cmd.Sources {
		at.now("Verifying " + source)
		at.at(n, len(cmd.Sources))
		err := i.verify(ctx, source, cmd.Keys, cmd.Site)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			i.say("%s: %s", source, oneLine(err))
			wrong++
		}
	}
	return countWrong(wrong, len(cmd.Sources))
}

func countWrong(wrong, of int) error {
	if wrong > 0 {
		return fmt.Errorf("%d of %d could not be verified", wrong, of)
	}
	return nil
}

// verifyAll checks every version of every policy in the database, and that each is
// of this site.
func verifyAll(ctx context.Context, i Invocation) error {
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	at, i := i.begin("Verifying")
	defer at.end()
	return i.verifyEach(ctx, at, in.slugs(), in.c.BaseURL, in.Records, in.Translations)
}

// verifyEach checks the chain of each policy of the site with the address, and of its translations.
func (i Invocation) verifyEach(
	ctx context.Context,
	at *progress,
	slugs []string,
	address string,
	records *signing.Records,
	translations *translation.Translations,
) error {
	wrong := 0
	for done, slug := range slugs {
		at.now("Verifying each version of " + slug)
		at.at(done, len(slugs))
		n, err := records.Verify(ctx, slug)
		if ctx.Err() != nil {
			return context.Cause(ctx)
		}
		if err != nil {
			i.say("%s", oneLine(err))
			wrong++
			continue
		}
		i.say("%s: %s of %s, each signed, in an unbroken chain", slug, count(int(n), "version"), address)
		translated, err := translations.Verify(ctx, slug)
		if err != nil {
			i.say("%s", oneLine(err))
			wrong++
			continue
		}
		if translated > 0 {
			i.say("%s: %s of it, each signed, in an unbroken chain", slug, count(int(translated), "translation"))
		}
	}
	return countWrong(wrong, len(slugs))
}

// verify checks what a site serves as a policy's signed JSON: with the keys, and
// that it is of the site. Without a site it is that of a web address; a file may
// be of any, which is told.
func (i Invocation) verify(ctx context.Context, source, keySource, site string) error {
	if keySource == "" {
		var err error
		if keySource, err = keysBeside(source); err != nil {
			return err
		}
	}
	keys, err := fetchKeys(ctx, keySource)
	if err != nil {
		return err
	}
	text, err := fetch(ctx, source)
	if err != nil {
		return err
	}
	var translation record.TranslationStatement
	if err := json.Unmarshal(text, &translation); err == nil && translation.Words != nil {
		return i.verifyTranslation(source, translation, keys, site)
	}
	var s record.Statement
	if err := json.Unmarshal(text, &s); err != nil || s.Record == nil || s.Document == nil {
		return errors.New("this is not a policy's signed JSON")
	}
	r, err := s.Verify(keys)
	if err != nil {
		return err
	}
	if site == "" {
		site = siteOf(source, r.Site)
	}
	if err := r.CheckSite(strings.TrimSuffix(site, "/")); err != nil {
		return err
	}
	i.say("%s: version %d of %s of %s, published on %s, is as it was signed with the key %s",
		source, r.Number, r.Slug, r.Site, r.PublishedOn, s.Key)
	return nil
}

// verifyTranslation checks a translation as verify does a version.
func (i Invocation) verifyTranslation(
	source string, s record.TranslationStatement, keys record.Keys, site string,
) error {
	r, err := s.Verify(keys)
	if err != nil {
		return err
	}
	if site == "" {
		site = siteOf(source, r.Site)
	}
	if err := r.CheckSite(strings.TrimSuffix(site, "/")); err != nil {
		return err
	}
	i.say("%s: translation %d into %s, of version %d of %s of %s, published at %s, is as it was signed with the key %s",
		source, r.Number, r.Language, r.Version, r.Slug, r.Site, r.PublishedAt, s.Key)
	return nil
}

// siteOf is the site that a statement from there has to be of, which itself says that it is of
// the signed one.
func siteOf(source, signed string) string {
	if !isURL(source) {
		return signed
	}
	address, err := url.Parse(source)
	if err != nil {
		return source
	}
	return (&url.URL{Scheme: address.Scheme, Host: address.Host}).String()
}

// keysBeside is where the site of an address keeps its keys.
func keysBeside(source string) (string, error) {
	if !isURL(source) {
		return "", errors.New("say with --keys FILE or --keys URL whose signature it should carry")
	}
	address, err := url.Parse(source)
	if err != nil {
		return "", err
	}
	return address.ResolveReference(&url.URL{Path: "/.well-known/policy-keys.json"}).String(), nil
}

func fetchKeys(ctx context.Context, source string) (record.Keys, error) {
	text, err := fetch(ctx, source)
	if err != nil {
		return nil, err
	}
	keys, err := record.ParseKeySet(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return keys, nil
}
