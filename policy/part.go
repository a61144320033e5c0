package policy

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/validation"
)

// A part of a document is what one person edits at a time, under a key: "title",
// a block's uid, "anchor.title", "cookie.prokken_access". Two people who change
// different parts do not disturb each other.

// PartHash is what an editor read of a part; "" for one that does not exist.
func (d Document) PartHash(key string) string {
	part, found := d.part(key)
	if !found {
		return ""
	}
	_, hash, err := Canonical(part)
	if err != nil {
		return "" // plain data does not fail
	}
	return hash
}

func (d Document) part(key string) (any, bool) {
	if key == "title" {
		return d.Title, true
	}
	if name, isCookie := CookieKey(key); isCookie {
		return d.Cookie(name)
	}
	if anchor, isHeading := HeadingKey(key); isHeading {
		s, found := d.Section(anchor)
		return s.Title, found
	}
	return d.Block(key)
}

// CookieKey is the name of the cookie that the key is about.
func CookieKey(key string) (name string, isCookie bool) { return strings.CutPrefix(key, "cookie.") }

// HeadingKey is the anchor of the section whose heading the key is about. A
// cookie may be called "x.title", but no section "cookie".
func HeadingKey(key string) (anchor string, isHeading bool) {
	if _, isCookie := CookieKey(key); isCookie {
		return "", false
	}
	return strings.CutSuffix(key, ".title")
}

// Cookie finds a declaration by its name.
func (d Document) Cookie(name string) (cookie.Declaration, bool) {
	return claim.Evidence{Cookies: d.Cookies}.Find(name)
}

// Block finds a block by its uid.
func (d Document) Block(uid string) (Block, bool) {
	for _, b := range d.Blocks() {
		if b.UID == uid {
			return b, true
		}
	}
	return Block{}, false
}

// Section finds a section by its anchor.
func (d Document) Section(anchor string) (Section, bool) {
	for _, s := range d.sections() {
		if s.Anchor == anchor {
			return s, true
		}
	}
	return Section{}, false
}

// sections are all sections in the order of the page, those inside others too.
func (d Document) sections() []Section {
	var all []Section
	var walk func([]Section)
	walk = func(sections []Section) {
		for _, s := range sections {
			all = append(all, s)
			walk(s.Sections)
		}
	}
	walk(d.Sections)
	return all
}

func (d Document) Anchors() []string {
	var anchors []string
	for _, s := range d.sections() {
		anchors = append(anchors, s.Anchor)
	}
	return anchors
}

// clone is a copy that can be changed without changing the document.
func (d Document) clone() Document {
	d.Intro = slices.Clone(d.Intro)
	d.Cookies = slices.Clone(d.Cookies)
	d.Sections = cloneSections(d.Sections)
	return d
}

func cloneSections(sections []Section) []Section {
	sections = slices.Clone(sections)
	for i := range sections {
		sections[i].Blocks = slices.Clone(sections[i].Blocks)
		sections[i].Sections = cloneSections(sections[i].Sections)
	}
	return sections
}

// gone says that what was to be changed is not there any more.
var gone = validation.Errors{
	"document": "Someone else has removed this. What you typed is below; add it where it belongs.",
}

// list is the list of blocks that stands under an anchor, "intro" for the one
// before the first section; nil if there is no such section.
func (d *Document) list(anchor string) *[]Block {
	if anchor == Intro {
		return &d.Intro
	}
	if s := findSection(d.Sections, anchor); s != nil {
		return &s.Blocks
	}
	return nil
}

// Intro stands for the blocks before the first section.
const Intro = "intro"

func findSection(sections []Section, anchor string) *Section {
	for i := range sections {
		if sections[i].Anchor == anchor {
			return &sections[i]
		}
		if s := findSection(sections[i].Sections, anchor); s != nil {
			return s
		}
	}
	return nil
}

// pageNames are ids that the page of a policy has itself, and what keys of parts
// begin with.
var pageNames = []string{Intro, "main", "email", "cookie"}

// listOf is the anchor of the list that a block stands in, that list, and the
// block's place there.
func (d *Document) listOf(uid string) (string, *[]Block, int) {
	for _, anchor := range d.lists() {
		blocks := d.list(anchor)
		if i := slices.IndexFunc(*blocks, func(b Block) bool { return b.UID == uid }); i >= 0 {
			return anchor, blocks, i
		}
	}
	return "", nil, -1
}

// lists are the anchors of all lists of blocks, in the order of the page.
func (d *Document) lists() []string { return append([]string{Intro}, d.Anchors()...) }

// siblings is the list of sections that a section stands in, and its place.
func siblings(sections *[]Section, anchor string) (*[]Section, int) {
	for i := range *sections {
		if (*sections)[i].Anchor == anchor {
			return sections, i
		}
		if in, at := siblings(&(*sections)[i].Sections, anchor); in != nil {
			return in, at
		}
	}
	return nil, -1
}
