package commands

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// checked counts what a check looked at.
type checked struct {
	documents, claims, problems, open int
}

func (c checked) answer(i Invocation) error {
	if c.problems > 0 {
		return fmt.Errorf("found %s", count(c.problems, "problem"))
	}
	i.say("In order: %s. True: %s.", count(c.documents, "document"), count(c.claims, "claim"))
	if c.open > 0 {
		i.say("Before publication someone has to confirm %s.", count(c.open, "sentence"))
	}
	return nil
}

// sentences tells which sentences nobody has confirmed, and counts as problems those that nobody
// can.
func (c *checked) sentences(i Invocation, about string, open policy.UnconfirmedSentences) {
	for _, u := range open {
		i.say("%s: block %s: %q: %s", about, u.Block, u.Says, u.Reason())
		if u.Proposed == "" {
			c.problems++
		} else {
			c.open++
		}
	}
}

func count(n int, what string) string {
	if n != 1 {
		what += "s"
	}
	return fmt.Sprintf("%d %s", n, what)
}

// checkPolicies finds what is wrong or untrue, and tells all of it.
type checkPolicies struct {
	Files []string `arg:"" name:"file" optional:"" help:"Documents; else all policies and drafts of the database."`
}

// Run checks the files; without any, the database.
func (cmd *checkPolicies) Run(ctx context.Context, i Invocation) error {
	if len(cmd.Files) > 0 {
		return checkFiles(ctx, i, cmd.Files)
	}
	in, err := i.openPolicies(ctx)
	if err != nil {
		return err
	}
	defer in.close()
	return in.checkAll(ctx)
}

// checkAll looks at what is in effect, what is scheduled, and what is drafted.
func (p *policies) checkAll(ctx context.Context) error {
	var c checked
	c.needs(p.Invocation, p.Cookies())
	for _, v := range slices.Concat(p.Snapshot().Policies, p.Snapshot().Upcoming) {
		c.documents++
		c.claims += len(v.Document.Claims(p.Evidence()))
		c.problems += p.reasons(fmt.Sprintf("%s, version %d", v.Document.Slug, v.Number), v.Document.Validate())
	}
	for _, v := range p.Snapshot().Policies {
		c.problems += p.reasons(fmt.Sprintf("%s, version %d", v.Document.Slug, v.Number), p.CheckLinks(v.Document))
	}
	if untrue := p.AllUntrue(); len(untrue) > 0 {
		c.problems += p.reasons("published", untrue)
	}
	drafts, err := p.Drafts(ctx)
	if err != nil {
		return err
	}
	for slug := range sorted(drafts) {
		d, err := p.Draft(ctx, slug)
		if err != nil {
			return err
		}
		joint, err := p.Joint(ctx, d) // it is published with these
		if err != nil {
			return err
		}
		together := joint.Documents()
		c.look(p.Invocation, slug+", draft", d.Document, p.EvidenceWith(together...))
		c.problems += p.reasons(slug+", draft", p.CheckLinks(together...))
		c.problems += p.others(slug, joint.Untrue)
		_, open, err := p.Confirmations.Bases(ctx, d.Document, together...)
		if err != nil {
			return err
		}
		c.sentences(p.Invocation, slug+", draft", open)
	}
	return c.answer(p.Invocation)
}

// needs compares declarations with what the program sets and relies on.
func (c *checked) needs(i Invocation, declared []cookie.Declaration) {
	if err := cookie.CheckNeeds(declared); err != nil {
		i.say("the cookies in effect: %s", strings.ReplaceAll(err.Error(), "\n", "; "))
		c.problems++
	}
}

// others tells which sentences of the other policies a draft would make untrue.
func (p *policies) others(slug string, untrue policy.FailedClaims) int {
	n := 0
	for _, failure := range untrue {
		if failure.Policy != "" {
			p.say("%s, draft: %s", slug, failure)
			n++
		}
	}
	return n
}

// look checks one document.
func (c *checked) look(i Invocation, about string, d policy.Document, facts claim.Evidence) {
	c.documents++
	c.claims += len(d.Claims(facts))
	c.problems += i.reasons(about, d.Validate())
	c.problems += i.reasons(about, d.Check(facts))
	for _, hint := range d.Hints() {
		i.say("%s, hint: %s", about, hint)
	}
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
