// Package policy knows what a policy document is: its blocks, its claims, what its sentences
// rest on, and how it is edited, written and read. Packages diff, weight and record build on
// it. It is pure: it knows no database, no site and no HTTP, and anything may call it. What is
// bound to one site stands in the package site. Start reading at [Document].
package policy

import (
	"strconv"

	"github.com/prokken/prokken/cookie"
)

// Document is one policy. Section numbers are made when it is shown; the cookie
// table and the security properties from Cookies.
type Document struct {
	Slug     string               `yaml:"slug" json:"slug"`
	Title    string               `yaml:"title" json:"title"`
	Intro    []Block              `yaml:"intro,omitempty" json:"intro,omitempty"`
	Cookies  []cookie.Declaration `yaml:"cookies,omitempty" json:"cookies,omitempty"`
	Sections []Section            `yaml:"sections,omitempty" json:"sections,omitempty"`
}

// Section has a heading, blocks, and perhaps sections of its own. Its anchor is
// what it is known by: given once, and never given to another, whatever becomes
// of the title.
type Section struct {
	Anchor   string    `yaml:"anchor" json:"anchor"`
	Title    string    `yaml:"title" json:"title"`
	Blocks   []Block   `yaml:"blocks,omitempty" json:"blocks,omitempty"`
	Sections []Section `yaml:"sections,omitempty" json:"sections,omitempty"`
}

// SectionNumber is what is printed before the title of the section at a place
// that counts from 0: "1." or, inside section 3, "3.1".
func SectionNumber(parent string, i int) string {
	if parent == "" {
		return strconv.Itoa(i+1) + "."
	}
	return parent + strconv.Itoa(i+1)
}
