// Package cookie knows what a cookie declaration is, holds the only code that
// writes Set-Cookie, and the gate that lets no other cookie out. Start reading
// at [Declaration]; [Mint] writes cookies and [Gate] checks them.
package cookie

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
)

// Declaration is one cookie as the published policy describes it. It is the
// record that the page prints, the server mints from and the gate enforces.
type Declaration struct {
	Name     string   `yaml:"name"             json:"name"` // or a pattern: see [Declaration.Means]
	Purpose  string   `yaml:"purpose"          json:"purpose"`
	Category Category `yaml:"category"         json:"category"`
	Party    string   `yaml:"party,omitempty"  json:"party,omitempty"`  // who sets it; "" for this site itself
	Domain   string   `yaml:"domain,omitempty" json:"domain,omitempty"` // "" for this host alone
	Path     string   `yaml:"path"             json:"path"`
	Lifetime Lifetime `yaml:"lifetime"         json:"lifetime"`
	HTTPOnly bool     `yaml:"http_only"        json:"http_only"`
	Secure   bool     `yaml:"secure"           json:"secure"` // over https; a plain-http development server cannot set it
	SameSite SameSite `yaml:"same_site"        json:"same_site"`
}

// Optional reports whether the cookie may be set only with consent.
func (d Declaration) Optional() bool { return d.Category != Necessary }

// Category is why a cookie is set.
type Category string

// The categories, in the order of the policy.
const (
	Necessary   Category = "necessary"
	Functional  Category = "functional"  // the site does more with it: chats, videos
	Preferences Category = "preferences" // what a visitor chose: language, region
	Analytics   Category = "analytics"
	Marketing   Category = "marketing"
)

// Categories are all of them, in the order of the policy.
var Categories = []Category{Necessary, Functional, Preferences, Analytics, Marketing}

// Words is the category as the cookie table prints it; "" for an unknown one.
func (c Category) Words() string {
	switch c {
	case Necessary:
		return "Essential / Strictly Necessary"
	case Functional:
		return "Functional"
	case Preferences:
		return "Preferences"
	case Analytics:
		return "Analytics"
	case Marketing:
		return "Advertising / Marketing"
	}
	return ""
}

// SameSite is the attribute of that name (RFC 6265bis), in lower case.
type SameSite string

// The values of SameSite.
const (
	Lax    SameSite = "lax"
	Strict SameSite = "strict"
	None   SameSite = "none"
)

// Words is the value as people write it; "" for an unknown one.
func (s SameSite) Words() string { return s.attribute() }

// attribute is the value as it stands in a header; "" for an unknown one.
func (s SameSite) attribute() string {
	switch s {
	case Lax:
		return "Lax"
	case Strict:
		return "Strict"
	case None:
		return "None"
	}
	return ""
}

// Validate reports the first thing that makes the declaration impossible.
func (d Declaration) Validate() error {
	switch {
	case !IsName(d.Name):
		return fmt.Errorf("%q cannot be a cookie's name", d.Name)
	case strings.Trim(d.Name, wildcard) == "":
		return errors.New("a pattern has a letter of the name: * alone means every cookie")
	case len(d.Name) > maxName:
		return fmt.Errorf("a cookie's name has at most %d characters", maxName)
	case strings.TrimSpace(d.Purpose) == "":
		return errors.New(d.Name + ": say what it is for")
	case d.Category.Words() == "":
		return fmt.Errorf("%s: %q is not a category", d.Name, d.Category)
	case !IsPath(d.Path):
		return fmt.Errorf("%s: %q is not a path", d.Name, d.Path)
	case d.Domain != "" && !isDomain(d.Domain):
		return fmt.Errorf("%s: %q is not a domain like prokken.com", d.Name, d.Domain)
	case hasPrefix(d.Name, "__Secure-") && !d.Secure,
		hasPrefix(d.Name, "__Host-") && (!d.Secure || d.Domain != "" || d.Path != "/"):
		return errors.New(
			d.Name + ": browsers want a cookie with this prefix Secure, and one with __Host- on the path / and without a domain",
		)
	case d.SameSite.attribute() == "":
		return fmt.Errorf("%s: same_site is lax, strict or none", d.Name)
	case d.SameSite == None && !d.Secure:
		return errors.New(d.Name + ": browsers refuse SameSite=None without Secure")
	}
	return d.Lifetime.validate(d.Name)
}

// maxName is far below the 4,096 bytes that browsers keep of name and value.
const maxName = 256

// hasPrefix: browsers do not mind the case (RFC 6265bis, section 4.1.3).
func hasPrefix(name, prefix string) bool {
	return len(name) >= len(prefix) && strings.EqualFold(name[:len(prefix)], prefix)
}

// isDomain reports whether the text is a host name, without the leading dot that
// browsers ignore.
func isDomain(text string) bool {
	return len(text) <= 253 && domainForm.MatchString(text)
}

var domainForm = regexp.MustCompile(`^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$`)

// IsPath reports whether a cookie can be restricted to the path.
func IsPath(path string) bool {
	return strings.HasPrefix(path, "/") &&
		strings.IndexFunc(path, func(r rune) bool { return r <= ' ' || r >= 127 || r == ';' }) < 0
}

// IsName reports whether a cookie can have the name: a token of RFC 9110,
// section 5.6.2.
func IsName(name string) bool {
	return name != "" && strings.IndexFunc(name, func(r rune) bool {
		return r <= ' ' || r >= 127 || strings.ContainsRune(`()<>@,;:\"/[]?={}`, r)
	}) < 0
}
