package policy

import (
	"fmt"

	"github.com/prokken/prokken/policy/claim"
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
	f = d.evidence(f)
	var untrue FailedClaims
	for _, b := range d.Blocks() {
		for _, c := range b.claims(f) {
			if found, fails := c.FirstFailure(f); fails {
				untrue = append(untrue, FailedClaim{Slug: d.Slug, UID: b.UID, Says: c.Says, Reason: found.Untrue, Cookie: found.Cookie})
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
	Status     []claim.Status
	Recognized bool
}

// Claims are all claims of the document, in the order of the page.
func (d Document) Claims(f claim.Evidence) []ClaimOf {
	f = d.evidence(f)
	var all []ClaimOf
	readings := d.Readings(f)
	for _, b := range d.Blocks() {
		for _, c := range b.claims(f) {
			all = append(all, ClaimOf{c, b.UID, c.Check(f), recognizes(readings, b.UID, c)})
		}
	}
	return all
}

func (d Document) evidence(f claim.Evidence) claim.Evidence {
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
