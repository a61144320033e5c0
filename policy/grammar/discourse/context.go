// Package discourse knows where a sentence stands: which cookies "it", "these" and "above" mean
// there, and what looks like the name of a cookie. It builds on package token and knows no grammar.
// Start reading at [Context].
package discourse

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// Context is what a sentence means by its "we", "these" and "above". It comes from where the
// sentence stands, never from its words.
type Context struct {
	// Site are the names of the site, as "Prokken".
	Site []string
	// Declared are the cookies that the policy declares.
	Declared []cookie.Declaration
	// Above are the names of the cookies in the table above the sentence.
	Above []string
	// Below are the names of the cookies in the tables that the text is the heading or caption of.
	Below []string
	// Row is the name of the cookie in whose row of the table the sentence stands.
	Row string
	// Properties are the names of the cookies whose security properties are being listed.
	// There alone "cookies" means these.
	Properties []string
	// Before are the names of the cookies that the sentence before was about.
	Before []string
	// Unclear: the sentence before was not read, so that nobody knows what it was about.
	Unclear bool
	// ChangesPolicy: the sentence before was about changing the policy.
	ChangesPolicy bool
	// Tokens says which token a cookie stores, by the cookie's name: "access", "refresh".
	Tokens map[string]string
	// Endpoints says which path the endpoints of a purpose have: "authentication" -> "/api/auth".
	Endpoints map[string]string
	// Program are the facts of the program that are known; none on a site of whose program nothing
	// is known, where sentences about it are not read.
	Program claim.Program
}

// Names returns the names of all declared cookies.
func (c Context) Names() []string {
	var names []string
	for _, d := range c.Declared {
		names = append(names, d.Name)
	}
	return names
}

// Declares reports whether a cookie of that name is declared.
func (c Context) Declares(name string) bool {
	return slices.ContainsFunc(c.Declared, func(d cookie.Declaration) bool { return d.Name == name })
}

// Party returns who sets the cookie; "" for the site itself.
func (c Context) Party(name string) string {
	i := slices.IndexFunc(c.Declared, func(d cookie.Declaration) bool { return d.Name == name })
	if i < 0 {
		return ""
	}
	return c.Declared[i].Party
}

// Storing returns the cookies that store a token of the kind, of any if the kind is "".
func (c Context) Storing(kind string) []string {
	return slices.DeleteFunc(c.Names(), func(name string) bool {
		stored := c.Tokens[name]
		return stored == "" || kind != "" && stored != kind
	})
}

// IsSite reports whether the token is the site's name.
func (c Context) IsSite(token string) bool {
	return slices.ContainsFunc(c.Site, func(name string) bool { return strings.EqualFold(name, token) })
}

// Count returns how many of the declared cookies are of the categories.
func (c Context) Count(of []cookie.Category) int {
	n := 0
	for _, d := range c.Declared {
		if slices.Contains(of, d.Category) {
			n++
		}
	}
	return n
}

// Category returns the category of the declared cookie.
func (c Context) Category(name string) cookie.Category {
	for _, d := range c.Declared {
		if d.Name == name {
			return d.Category
		}
	}
	return ""
}
