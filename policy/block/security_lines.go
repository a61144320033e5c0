package block

import (
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Property is one line of security properties: "Secure" and what it means.
type Property struct {
	Name, Words string
	Claim       claim.Claim
	Restricts   bool // it says to which path a cookie is restricted
}

const pathLine = "Path-restricted"

// Properties returns the properties as they are printed, each with the claim it makes.
func (p SecurityProperties) Properties(declared []cookie.Declaration) []Property {
	e := claim.Evidence{Cookies: declared}
	var all []Property
	add := func(name, words string, made claim.Condition) {
		if words != "" {
			all = append(all, Property{name, words, claim.About(name+" — "+words, made), name == pathLine})
		}
	}
	add("httpOnly", p.HTTPOnly, claim.AllCookies{Among: p.Of, HTTPOnly: true})
	add("Secure", p.Secure, claim.AllCookies{Among: p.Of, Secure: true})
	same := p.sameSite(e)
	add("SameSite: "+same.Words(), p.SameSite, claim.AllCookies{Among: p.Of, SameSite: same})
	d, _ := e.Find(p.PathOf)
	add(pathLine, strings.ReplaceAll(p.Path, "{path}", d.Path), claim.Cookie{Name: p.PathOf, Path: narrow(d.Path)})
	return all
}

// sameSite is what the first of the cookies has; the claim checks the others.
func (p SecurityProperties) sameSite(e claim.Evidence) cookie.SameSite {
	if len(p.Of) == 0 {
		return cookie.Lax
	}
	d, found := e.Find(p.Of[0])
	if !found || d.SameSite == cookie.None {
		return cookie.Lax
	}
	return d.SameSite
}

// narrow returns a path that no declaration has for a cookie that is sent everywhere:
// it is not restricted, so a claim about its path must fail.
func narrow(path string) string {
	if path == "/" || path == "" {
		return "/somewhere"
	}
	return path
}

// Lines implements [Content].
func (p SecurityProperties) Lines(declared []cookie.Declaration) []Line {
	var lines []Line
	for _, property := range p.Properties(declared) {
		name, value, _ := strings.Cut(property.Name, ": ") // SameSite: Lax
		lines = append(lines, Line{Label: name, Text: strings.TrimPrefix(value+" — "+property.Words, " — ")})
	}
	return lines
}

// Claims implements [Claimer] with the claim of each line.
func (p SecurityProperties) Claims(declared []cookie.Declaration) []claim.Claim {
	var claims []claim.Claim
	for _, property := range p.Properties(declared) {
		claims = append(claims, property.Claim)
	}
	return claims
}

// PrintedTexts implements [Printer] with the path in the place of "{path}".
func (p SecurityProperties) PrintedTexts(declared []cookie.Declaration) []Text {
	var texts []Text
	for _, property := range p.Properties(declared) {
		texts = append(texts, Text{Words: property.Words})
	}
	return texts
}
