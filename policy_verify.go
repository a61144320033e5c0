package main

import (
	"context"
	"crypto/ed25519"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/prokken/prokken/policy"
)

// verifyPolicies checks signatures and hashes, and tells of each what it found.
func verifyPolicies(ctx context.Context, o order) error {
	flags := quietFlags("policy verify")
	keys := flags.String("keys", "", "")
	site := flags.String("site", "", "")
	sources, err := o.arguments(flags)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return verifyAll(ctx, o)
	}
	wrong := 0
	for _, source := range sources {
		if err := o.verify(ctx, source, *keys, *site); err != nil {
			o.say("%s: %s", source, oneLine(err))
			wrong++
		}
	}
	return countWrong(wrong, len(sources))
}

func countWrong(wrong, of int) error {
	if wrong > 0 {
		return fmt.Errorf("%d of %d could not be verified", wrong, of)
	}
	return nil
}

// verifyAll checks every version of every policy in the database, and that each is
// of this site.
func verifyAll(ctx context.Context, o order) error {
	in, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer in.close()
	wrong := 0
	for _, slug := range in.slugs() {
		n, err := in.Verify(ctx, slug)
		if err != nil {
			o.say("%s", oneLine(err))
			wrong++
			continue
		}
		o.say("%s: %s of %s, each signed, in an unbroken chain", slug, count(int(n), "version"), in.c.BaseURL)
	}
	return countWrong(wrong, len(in.slugs()))
}

// verify checks what a site serves as a policy's signed JSON: with the keys, and
// that it is of the site. Without a site it is that of a web address; a file may
// be of any, which is told.
func (o order) verify(ctx context.Context, source, keySource, site string) error {
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
	var s policy.Statement
	if err := json.Unmarshal(text, &s); err != nil || s.Record == nil || s.Document == nil {
		return errors.New("this is not a policy's signed JSON")
	}
	r, err := s.Verify(keys)
	if err != nil {
		return err
	}
	if site == "" {
		site = siteOf(source, r)
	}
	if err := r.CheckSite(strings.TrimSuffix(site, "/")); err != nil {
		return err
	}
	o.say("%s: version %d of %s of %s, published on %s, is as it was signed with the key %s", source, r.Number, r.Slug, r.Site, r.PublishedOn, s.Key)
	return nil
}

// siteOf is the site that a statement from there has to be of.
func siteOf(source string, r policy.Record) string {
	if !isURL(source) {
		return r.Site
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

func fetchKeys(ctx context.Context, source string) (map[string]ed25519.PublicKey, error) {
	text, err := fetch(ctx, source)
	if err != nil {
		return nil, err
	}
	keys, err := policy.ParseKeySet(text)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", source, err)
	}
	return keys, nil
}

func isURL(source string) bool {
	return strings.HasPrefix(source, "https://") || strings.HasPrefix(source, "http://")
}

// fetch reads a file or what a web address answers with.
func fetch(ctx context.Context, source string) ([]byte, error) {
	if !isURL(source) {
		return readFile(source)
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, source, nil)
	if err != nil {
		return nil, err
	}
	r.Header.Set("Accept", "application/json")
	client := http.Client{Timeout: 20 * time.Second}
	answer, err := client.Do(r)
	if err != nil {
		return nil, fmt.Errorf("cannot fetch it: %w", err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s answers %s", source, answer.Status)
	}
	text, err := readAll(answer.Body)
	if err != nil {
		return nil, fmt.Errorf("cannot fetch %s: %w", source, err)
	}
	return text, nil
}
