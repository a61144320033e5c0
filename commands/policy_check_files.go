package commands

import (
	"context"
	"maps"
	"path/filepath"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
)

// checkFiles needs no database where one of the files declares the cookies.
func checkFiles(ctx context.Context, i Invocation, files []string) error {
	var c checked
	documents := map[string]policy.Document{}
	for _, file := range files {
		if !site.IsDocument(filepath.Base(file)) { // content/*.yaml names it too
			i.say("%s: skipped, it is not a policy", file)
			continue
		}
		d, err := readDocument(file)
		if err == nil {
			documents[file] = d
			continue
		}
		n := i.reasons(file, err)
		if n == 0 {
			return err
		}
		c.problems += n
	}
	own, err := factsOf(ctx, i, slices.Collect(maps.Values(documents)))
	if err != nil {
		return err
	}
	pages := policy.Pages{Known: slices.Collect(maps.Values(documents)), Partial: true}
	confirmed, err := i.shippedConfirmations()
	if err != nil {
		return err
	}
	for file, d := range sorted(documents) {
		facts := own
		if isOfAnotherSite(d) {
			facts = claim.Evidence{Site: organisations(d), Cookies: d.Cookies}
		}
		c.look(i, file, d, facts)
		c.problems += i.reasons(file, d.CheckLinks(pages))
		_, open := d.Bases(facts, confirmed[d.Slug])
		c.sentences(i, file, open)
	}
	return c.answer(i)
}

// isOfAnotherSite reports whether the document declares cookies and is not the policy of the
// own site that does: nothing but the document itself tells what holds there.
func isOfAnotherSite(d policy.Document) bool {
	return d.Slug != policy.CookiePolicy && len(d.Cookies) > 0
}

// organisations are those that the document names as its contact.
func organisations(d policy.Document) (names []string) {
	for _, b := range d.Blocks() {
		if contact, isContact := b.Content.(block.Contact); isContact && contact.Organisation != "" {
			names = append(names, contact.Organisation)
		}
	}
	return names
}

// factsOf are the cookies that the own site's document among these declares, or else those in
// effect. Documents of other sites need neither.
func factsOf(ctx context.Context, i Invocation, documents []policy.Document) (claim.Evidence, error) {
	c, err := i.load()
	if err != nil {
		return claim.Evidence{}, err
	}
	for _, d := range documents {
		if d.Slug == policy.CookiePolicy {
			return claim.Evidence{
				Site: names(c), Cookies: d.Cookies, Integrations: integrations(c), Program: site.Program(),
			}, nil
		}
	}
	if len(documents) > 0 && !slices.ContainsFunc(documents, func(d policy.Document) bool { return !isOfAnotherSite(d) }) {
		return claim.Evidence{}, nil
	}
	in, err := i.openPolicies(ctx)
	if err != nil {
		return claim.Evidence{}, err
	}
	defer in.close()
	return in.Evidence(), nil
}
