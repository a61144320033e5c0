package commands

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"maps"
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/validation"
)

// checked counts what a check looked at.
type checked struct {
	documents, claims, problems, open int
	joint                             map[string]bool // problems of drafts that were told already
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
	c := checked{joint: map[string]bool{}}
	c.needs(p.Invocation, p.Cookies())
	p.checkPublished(&c)
	drafts, err := p.Drafts(ctx)
	if err != nil {
		return err
	}
	for slug := range sorted(drafts) {
		if err := p.checkDraft(ctx, &c, slug); err != nil {
			return err
		}
	}
	return c.answer(p.Invocation)
}

func (p *policies) checkPublished(c *checked) {
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
}

// checkDraft looks at a draft as it would be published, with those that go with it.
func (p *policies) checkDraft(ctx context.Context, c *checked, slug string) error {
	d, err := p.Draft(ctx, slug)
	if err != nil {
		return err
	}
	joint, err := p.Joint(ctx, d)
	if err != nil {
		return err
	}
	together, about := joint.Documents(), slug+", draft"
	facts := p.EvidenceWith(together...)
	c.documents++
	c.claims += len(d.Document.Claims(facts))
	c.problems += p.reasons(about, d.Document.Validate())
	for _, failure := range slices.Concat(d.Document.Check(facts), joint.Untrue) {
		c.untrue(p.Invocation, about, slug, failure)
	}
	p.hints(about, d.Document)
	c.links(p.Invocation, about, together, p.CheckLinks(together...))
	_, open, err := p.Confirmations.Bases(ctx, d.Document, together...)
	c.sentences(p.Invocation, about, open)
	return err
}

// untrue tells a sentence that a draft makes untrue, in whichever policy, unless that was told of another
// draft that is published with it.
func (c *checked) untrue(i Invocation, about, slug string, failure policy.FailedClaim) {
	if failure.Slug == "" {
		failure.Slug = slug
	}
	if c.isNew(failure.Slug, failure.UID, failure.Says, failure.Reason) {
		i.say("%s: %s", about, failure)
		c.problems++
	}
}

// links tells which links of drafts lead nowhere, likewise.
func (c *checked) links(i Invocation, about string, together []policy.Document, err error) {
	var dead validation.Errors
	if !errors.As(err, &dead) {
		c.problems += i.reasons(about, err)
		return
	}
	for field, problem := range sorted(dead) {
		if c.isNew(canonicalLink(together, field, problem)...) {
			i.say("%s, %s: %s", about, field, problem)
			c.problems++
		}
	}
}

// canonicalLink names a dead link in the same way whichever of the documents was looked at first.
func canonicalLink(together []policy.Document, field, problem string) []string {
	for _, d := range together[1:] {
		if rest, isOfIt := strings.CutPrefix(problem, "In "+d.Title+": "); isOfIt {
			return []string{field, rest}
		}
	}
	return []string{together[0].Slug + "." + field, problem}
}

// isNew reports whether this was not told before, and remembers it.
func (c *checked) isNew(parts ...string) bool {
	key := strings.Join(parts, "\x00")
	known := c.joint[key]
	c.joint[key] = true
	return !known
}

// needs compares declarations with what the program sets and relies on.
func (c *checked) needs(i Invocation, declared []cookie.Declaration) {
	if err := cookie.CheckNeeds(declared); err != nil {
		i.say("the cookies in effect: %s", strings.ReplaceAll(err.Error(), "\n", "; "))
		c.problems++
	}
}

// look checks one document.
func (c *checked) look(i Invocation, about string, d policy.Document, facts claim.Evidence) {
	c.documents++
	c.claims += len(d.Claims(facts))
	c.problems += i.reasons(about, d.Validate())
	c.problems += i.reasons(about, d.Check(facts))
	i.hints(about, d)
}

func (i Invocation) hints(about string, d policy.Document) {
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
