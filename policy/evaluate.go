package policy

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
)

// FailedClaim is a sentence that is not true.
type FailedClaim struct {
	Slug   string // of the policy it stands in
	UID    string // of the block there
	Policy string // title, where it is another policy than the one looked at
	Says   string
	Reason string
	Cookie string // because of which it is not true; "" for none in particular
}

// FailedClaims are the claims that do not hold. It is an error, so that nothing is
// published over it.
type FailedClaims []FailedClaim

// Error names the first sentence and how many there are.
func (u FailedClaims) Error() string {
	if len(u) == 0 {
		return "every claim holds"
	}
	text := fmt.Sprintf("%q is not true: %s", u[0].Says, u[0].Reason)
	if len(u) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(u)-1)
	}
	return text
}

// Check finds the claims of the document that do not hold, and the sentences that the
// grammar reads as false, claimed or not. Evidence.Cookies are the declarations in force; the
// document that declares them brings its own.
func (d Document) Check(f claim.Evidence) FailedClaims {
	f = d.Evidence(f)
	var untrue FailedClaims
	for _, b := range d.Blocks() {
		for _, c := range b.AllClaims(f) {
			if found, fails := c.FirstFailure(f); fails {
				untrue = append(
					untrue,
					FailedClaim{Slug: d.Slug, UID: b.UID, Says: c.Says, Reason: found.Untrue, Cookie: found.Cookie},
				)
			}
		}
	}
	return append(untrue, d.misread(f, untrue)...)
}

// ClaimOf is a claim with the block it stands in, and what it says. It is recognized if the
// grammar reads its sentence, and the claim checks all that the sentence says.
type ClaimOf struct {
	claim.Claim
	UID        string
	Shown      string // the sentence as the page shows it, without Markdown
	Status     []claim.Status
	Recognized bool
}

// Claims are all claims of the document, in the order of the page: those of its blocks, each
// with what its sentence says besides, and what other sentences say that the grammar reads.
func (d Document) Claims(f claim.Evidence) []ClaimOf {
	f = d.Evidence(f)
	var all []ClaimOf
	readings := d.Readings(f)
	for _, b := range d.Blocks() {
		for _, c := range b.AllClaims(f) {
			all = append(all, claimOf(readings, b.UID, c, f))
		}
		all = append(all, unclaimed(readings, b.UID, all, f)...)
	}
	return all
}

// claimOf adds to a claim what its sentence says and the claim does not.
func claimOf(readings []SentenceReading, uid string, c claim.Claim, f claim.Evidence) ClaimOf {
	of := ClaimOf{UID: uid, Shown: Plain(c.Says), Recognized: recognizes(readings, uid, c)}
	for _, s := range readings {
		if s.UID != uid || !s.isQuotedBy(c) {
			continue
		}
		if of.Shown = s.Says; s.isRecognized() {
			c.Conditions = slices.Concat(c.Conditions, grammar.Missing(c.Conditions, s.Reading.Says))
		}
	}
	of.Claim, of.Status = c, c.Check(f)
	return of
}

// unclaimed are the sentences of the block that the grammar reads and nobody claimed.
func unclaimed(readings []SentenceReading, uid string, claimed []ClaimOf, f claim.Evidence) []ClaimOf {
	var all []ClaimOf
	for _, s := range readings {
		isIt := func(c ClaimOf) bool { return c.UID == uid && s.isQuotedBy(c.Claim) }
		if s.UID != uid || !s.isRecognized() || slices.ContainsFunc(claimed, isIt) || slices.ContainsFunc(all, isIt) {
			continue
		}
		made := claim.Claim{Says: s.Says, Conditions: s.Reading.Says}
		all = append(all, ClaimOf{made, uid, s.Says, made.Check(f), true})
	}
	return all
}

// Evidence returns the evidence with the cookies that the document declares, where it is the one
// that declares them.
func (d Document) Evidence(f claim.Evidence) claim.Evidence {
	if d.Slug == CookiePolicy {
		f.Cookies = d.Cookies
	}
	return f
}

// Blocks are all blocks in the order of the page.
func (d Document) Blocks() []Block {
	all := append([]Block{}, d.Intro...)
	var walk func([]Section)
	walk = func(sections []Section) {
		for _, s := range sections {
			all = append(all, s.Blocks...)
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	return all
}

// rowsOf returns the names of the cookies that the tables among the blocks print.
func (d Document) rowsOf(blocks []Block) []string {
	var names []string
	for _, b := range blocks {
		table, isTable := b.Content.(block.CookieTable)
		if !isTable {
			continue
		}
		for _, declared := range table.Of(d.Cookies) {
			names = append(names, declared.Name)
		}
	}
	return names
}
