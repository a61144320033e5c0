// Package diff tells how one document became another: its sections, blocks, lines, words,
// claims and declared cookies. It builds on package policy and decides nothing. Start reading at
// [Compare].
package diff

import (
	"slices"

	"github.com/prokken/prokken/policy"
)

// ChangeKind is what became of something between two documents.
type ChangeKind string

// The kinds of change. What is kept or moved may say something else than before.
const (
	Kept    ChangeKind = "kept"
	Moved   ChangeKind = "moved"
	Added   ChangeKind = "added"
	Removed ChangeKind = "removed"
)

// Comparison is how one document became another. Sections stand in the order of
// the new page, removed ones where they were; the first is the introduction.
type Comparison struct {
	Title    []Piece
	Sections []SectionChange
	Cookies  []CookieChange
	Other    bool // a difference that no reader sees, such as the slug
}

// SectionChange is what became of a section. Sections inside others follow them.
// From and To are the numbers that are printed: "3." or "3.1".
type SectionChange struct {
	Anchor   string
	Level    int // 0 for the introduction, then 1
	Kind     ChangeKind
	From, To string
	Title    []Piece
	Blocks   []BlockChange
}

// BlockChange is what became of a block.
type BlockChange struct {
	UID      string
	Kind     ChangeKind
	From, To Place // where it was and is, if it moved
	Lines    []Line
	Claims   []ClaimChange
	Other    bool // a difference that is not printed
	Old, New policy.Block
}

// Place is where a block stands: the section and the how-manieth block of it.
type Place struct {
	Anchor, Title string // "intro" and "" for the introduction
	Number        int
}

// CookieChange is what became of a declaration: the fields that differ, or all
// fields of one that was added or removed.
type CookieChange struct {
	Name   string
	Kind   ChangeKind
	Fields []Field
}

// Field is a property of a declaration in words: what it was and is, and how the
// one became the other.
type Field struct {
	Name, Old, New string
	Words          []Piece
}

// Changed reports whether the words or declarations differ.
func (b BlockChange) Changed() bool {
	return b.Other || len(b.Claims) > 0 ||
		b.Kind != Added && b.Kind != Removed && slices.ContainsFunc(b.Lines, Line.changed)
}

// Same reports whether the block is what and where it was.
func (b BlockChange) Same() bool { return b.Kind == Kept && !b.Changed() }

// Same reports whether nothing in the section differs.
func (s SectionChange) Same() bool {
	return s.Kind == Kept && !differ(s.Title) &&
		!slices.ContainsFunc(s.Blocks, func(b BlockChange) bool { return !b.Same() })
}

// Same reports whether nothing differs in the declaration.
func (c CookieChange) Same() bool { return c.Kind == Kept && len(c.Fields) == 0 }

// Same reports whether the documents are the same.
func (c Comparison) Same() bool {
	return !c.Other && !differ(c.Title) &&
		!slices.ContainsFunc(c.Sections, func(s SectionChange) bool { return !s.Same() }) &&
		!slices.ContainsFunc(c.Cookies, func(c CookieChange) bool { return !c.Same() })
}

// Compare tells how the document old became the document new. Sections are known
// by their anchors, blocks by their uids, declarations by their names.
func Compare(old, new policy.Document) Comparison {
	c := comparer{old: indexed(old), new: indexed(new)}
	c.section(SectionChange{Anchor: policy.Intro, Kind: Kept}, old.Intro, new.Intro)
	c.sections(old.Sections, new.Sections, 1)
	return Comparison{
		Title: Words(old.Title, new.Title), Sections: c.found, Cookies: compareCookies(old.Cookies, new.Cookies),
		Other: old.Slug != new.Slug,
	}
}

// comparer walks through two documents at once.
type comparer struct {
	old, new index
	found    []SectionChange
}

// sections compares the sections inside one.
func (c *comparer) sections(old, new []policy.Section, level int) {
	for _, m := range merge(namesOf(old, sectionName), namesOf(new, sectionName), c.old.sections, c.new.sections) {
		was, is := c.old.sections[m.name], c.new.sections[m.name]
		s := SectionChange{Anchor: m.name, Level: level, Kind: m.kind, Title: Words(was.Title, is.Title)}
		s.From, s.To = c.old.numbers[m.name], c.new.numbers[m.name]
		c.section(s, was.Blocks, is.Blocks)
		c.sections(was.Sections, is.Sections, level+1)
	}
}

func (c *comparer) section(s SectionChange, old, new []policy.Block) {
	for _, m := range merge(namesOf(old, blockName), namesOf(new, blockName), c.old.blocks, c.new.blocks) {
		s.Blocks = append(s.Blocks, c.block(m))
	}
	c.found = append(c.found, s)
}

func (c *comparer) block(m merged) BlockChange {
	was, is := c.old.blocks[m.name], c.new.blocks[m.name]
	b := compareBlocks(was, is, c.old.cookies, c.new.cookies)
	b.UID, b.Kind = m.name, m.kind
	if m.kind == Moved {
		b.From, b.To = c.old.places[m.name], c.new.places[m.name]
	}
	return b
}
