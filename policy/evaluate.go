package policy

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Failure is a sentence that is not true.
type Failure struct {
	Slug   string // of the policy it stands in
	UID    string // of the block there
	Policy string // title, where it is another policy than the one looked at
	Says   string
	Reason string
	Cookie string // because of which it is not true; "" for none in particular
}

// Untrue are the claims that do not hold. It is an error, so that nothing is
// published over it.
type Untrue []Failure

// Error names the first sentence and how many there are.
func (u Untrue) Error() string {
	if len(u) == 0 {
		return "every claim holds"
	}
	text := fmt.Sprintf("%q is not true: %s", u[0].Says, u[0].Reason)
	if len(u) > 1 {
		text += fmt.Sprintf(" (and %d more)", len(u)-1)
	}
	return text
}

// Check finds the claims of the document that do not hold. Evidence.Cookies are
// the declarations in force; the document that declares them brings its own.
func (d Document) Check(f claim.Evidence) Untrue {
	f = d.evidence(f)
	var untrue Untrue
	for _, b := range d.Blocks() {
		for _, c := range b.claims(f) {
			if found, fails := c.FirstFailure(f); fails {
				untrue = append(untrue, Failure{Slug: d.Slug, UID: b.UID, Says: c.Says, Reason: found.Untrue, Cookie: found.Cookie})
			}
		}
	}
	return untrue
}

// ClaimOf is a claim with the block it stands in, and what it says.
type ClaimOf struct {
	claim.Claim
	UID    string
	Status []claim.Status
}

// Claims are all claims of the document, in the order of the page.
func (d Document) Claims(f claim.Evidence) []ClaimOf {
	f = d.evidence(f)
	var all []ClaimOf
	for _, b := range d.Blocks() {
		for _, c := range b.claims(f) {
			all = append(all, ClaimOf{c, b.UID, c.Check(f)})
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

// claims are the block's own and those that its kind implies.
func (b Block) claims(f claim.Evidence) []claim.Claim {
	if b.SecurityProperties == nil {
		return b.Claims
	}
	claims := append([]claim.Claim{}, b.Claims...)
	for _, line := range b.SecurityProperties.Lines(f.Cookies) {
		claims = append(claims, line.Claim)
	}
	return claims
}

// PropertyLine is one line of security properties: "Secure" and what it means.
type PropertyLine struct {
	Name, Words string
	Claim       claim.Claim
	Restricts   bool // it says to which path a cookie is restricted
}

// Lines are the properties as they are printed, each with the claim it makes.
func (p SecurityProperties) Lines(declared []cookie.Declaration) []PropertyLine {
	f := claim.Evidence{Cookies: declared}
	var lines []PropertyLine
	add := func(name, words string, made claim.Condition) {
		if words != "" {
			lines = append(lines, PropertyLine{name, words, claim.About(name+" — "+words, made), name == pathLine})
		}
	}
	add("httpOnly", p.HTTPOnly, claim.AllCookies{Among: p.Of, HTTPOnly: true})
	add("Secure", p.Secure, claim.AllCookies{Among: p.Of, Secure: true})
	same := p.sameSite(f)
	add("SameSite: "+same.Words(), p.SameSite, claim.AllCookies{Among: p.Of, SameSite: same})
	d, _ := f.Find(p.PathOf)
	add(pathLine, strings.ReplaceAll(p.Path, "{path}", d.Path), claim.Cookie{Name: p.PathOf, Path: narrow(d.Path)})
	return lines
}

const pathLine = "Path-restricted"

// sameSite is what the first of the cookies has; the claim checks the others.
func (p SecurityProperties) sameSite(f claim.Evidence) cookie.SameSite {
	if len(p.Of) == 0 {
		return cookie.Lax
	}
	d, found := f.Find(p.Of[0])
	if !found || d.SameSite == cookie.None {
		return cookie.Lax
	}
	return d.SameSite
}

// narrow: a cookie that is sent everywhere is not restricted, so a claim about
// its path must fail.
func narrow(path string) string {
	if path == "/" || path == "" {
		return "/somewhere"
	}
	return path
}
