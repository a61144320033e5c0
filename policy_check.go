package main

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// checked counts what a check looked at.
type checked struct {
	documents, claims, problems int
}

func (c checked) answer(o order) error {
	if c.problems > 0 {
		return fmt.Errorf("found %s", count(c.problems, "problem"))
	}
	o.say("In order: %s. True: %s.", count(c.documents, "document"), count(c.claims, "claim"))
	return nil
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// checkPolicies finds what is wrong or untrue, and tells all of it.
func checkPolicies(ctx context.Context, o order) error {
	files, err := o.arguments(quietFlags("policy check"))
	if err != nil {
		return err
	}
	if len(files) > 0 {
		return checkFiles(ctx, o, files)
	}
	in, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer in.close()
	return in.checkAll(ctx)
}

// checkAll looks at what is in effect, what is scheduled, and what is drafted.
func (o *office) checkAll(ctx context.Context) error {
	var c checked
	c.needs(o.order, o.Cookies())
	for _, v := range slices.Concat(o.Shelf().Policies, o.Shelf().Upcoming) {
		c.documents++
		c.claims += len(v.Document.Claims(o.Evidence()))
		c.problems += o.reasons(fmt.Sprintf("%s, version %d", v.Document.Slug, v.Number), v.Document.Validate())
	}
	if untrue := o.AllUntrue(); len(untrue) > 0 {
		c.problems += o.reasons("published", untrue)
	}
	drafts, err := o.Drafts(ctx)
	if err != nil {
		return err
	}
	for slug := range sorted(drafts) {
		d, err := o.Draft(ctx, slug)
		if err != nil {
			return err
		}
		c.look(o.order, slug+", draft", d.Document, o.Evidence())
		c.problems += o.others(d.Document)
	}
	return c.answer(o.order)
}

// needs compares declarations with what the program sets and relies on.
func (c *checked) needs(o order, declared []cookie.Declaration) {
	if err := cookie.CheckNeeds(declared); err != nil {
		o.say("the cookies in effect: %s", strings.ReplaceAll(err.Error(), "\n", "; "))
		c.problems++
	}
}

// others tells which sentences of the other policies a draft would make untrue.
func (o *office) others(d policy.Document) int {
	n := 0
	for _, failure := range o.Untrue(d) {
		if failure.Policy != "" {
			o.say("%s, draft: %s", d.Slug, failure)
			n++
		}
	}
	return n
}

// look checks one document.
func (c *checked) look(o order, about string, d policy.Document, facts claim.Evidence) {
	c.documents++
	c.claims += len(d.Claims(facts))
	c.problems += o.reasons(about, d.Validate())
	c.problems += o.reasons(about, d.Check(facts))
}

// checkFiles needs no database where one of the files declares the cookies.
func checkFiles(ctx context.Context, o order, files []string) error {
	var c checked
	documents := map[string]policy.Document{}
	for _, file := range files {
		if filepath.Base(file) == policy.KnownCookies { // content/*.yaml names it too
			o.say("%s: left out, it is no policy", file)
			continue
		}
		d, err := readDocument(file)
		if err == nil {
			documents[file] = d
			continue
		}
		n := o.reasons(file, err)
		if n == 0 {
			return err
		}
		c.problems += n
	}
	facts, err := factsOf(ctx, o, slices.Collect(maps.Values(documents)))
	if err != nil {
		return err
	}
	for file, d := range sorted(documents) {
		c.look(o, file, d, facts)
	}
	return c.answer(o)
}

// factsOf are the cookies that one of the documents declares, or else those in effect.
func factsOf(ctx context.Context, o order, documents []policy.Document) (claim.Evidence, error) {
	c, err := load(o.config)
	if err != nil {
		return claim.Evidence{}, err
	}
	for _, d := range documents {
		if d.Slug == policy.CookiePolicy {
			return claim.Evidence{Cookies: d.Cookies, Integrations: integrations(c)}, nil
		}
	}
	in, err := openOffice(ctx, o)
	if err != nil {
		return claim.Evidence{}, err
	}
	defer in.close()
	return in.Evidence(), nil
}

// sorted goes through a map in the order of its keys.
func sorted[M ~map[string]V, V any](m M) iter.Seq2[string, V] {
	return func(yield func(string, V) bool) {
		for _, key := range slices.Sorted(maps.Keys(m)) {
			if !yield(key, m[key]) {
				return
			}
		}
	}
}
