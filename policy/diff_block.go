package policy

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/aymanbagabas/go-udiff/lcs"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/wording"
)

// Line is a paragraph of a block, an item of its list, or one of its details,
// which then has a label: "Phone". A line that was replaced by one that is
// alike is kept, and its pieces differ.
type Line struct {
	Label string
	Fate  Fate
	Text  []Piece
}

func (l Line) changed() bool { return l.Fate != Kept || differ(l.Text) }

// printed is a line as one document has it.
type printed struct{ label, text string }

// compareBlocks compares what two blocks print, given the declarations beside
// them. A block without content is one that is not there.
func compareBlocks(old, new Block, oldCookies, newCookies []cookie.Declaration) BlockChange {
	b := BlockChange{Kind: new.Kind(), Old: old, New: new}
	if b.Kind == "" {
		b.Kind = old.Kind()
	}
	b.Lines = compareLines(old.printed(oldCookies), new.printed(newCookies))
	b.Claims = compareClaims(old.Claims, new.Claims)
	b.Other = len(b.Claims) == 0 && !slices.ContainsFunc(b.Lines, Line.changed) && !sameJSON(old, new)
	return b
}

// sameJSON: what is equal in memory is so in JSON, too.
func sameJSON(old, new Block) bool {
	if reflect.DeepEqual(old, new) {
		return true
	}
	_, was, err1 := Canonical(old)
	_, is, err2 := Canonical(new)
	return err1 == nil && err2 == nil && was == is
}

// printed are the lines of the block.
func (b Block) printed(declared []cookie.Declaration) []printed {
	var lines []printed
	add := func(label, text string) {
		if text != "" {
			lines = append(lines, printed{label, text})
		}
	}
	switch b.Kind() {
	case KindInShort:
		addParagraphs(add, b.InShort)
	case KindProse:
		addParagraphs(add, b.Prose)
	case KindList:
		for _, item := range b.List {
			add("", string(item))
		}
	case KindCookieTable:
		add("Caption", b.CookieTable.Caption)
		add("Lists", b.CookieTable.Category.Words())
	case KindSecurityProperties:
		for _, line := range b.SecurityProperties.Lines(declared) {
			name, value, _ := strings.Cut(line.Name, ": ") // SameSite: Lax
			add(name, strings.TrimPrefix(value+" — "+line.Words, " — "))
		}
	case KindBrowserSteps:
		for _, browser := range b.BrowserSteps {
			add(browser.Name, browser.Steps)
		}
	case KindThirdParties:
		for _, party := range b.ThirdParties {
			add(party.Name, party.Purpose)
			add("Policy of "+party.Name, party.Policy)
		}
	case KindRelated:
		add("", b.Related.Intro)
	case KindContact:
		add("Organisation", b.Contact.Organisation)
		add("Person", b.Contact.Person)
		add("Phone", b.Contact.Phone)
		add("Website", b.Contact.Website)
	case KindChanges:
		add("", fmt.Sprintf("The newest changes, %d of them", b.Changes.Newest))
	}
	return lines
}

func addParagraphs(add func(label, text string), text wording.Markdown) {
	for paragraph := range strings.SplitSeq(string(text), "\n\n") {
		add("", paragraph)
	}
}

// compareLines: lines that are the same in both, in order, are kept; between
// them lines are paired that have a label in common or are alike.
func compareLines(old, new []printed) []Line {
	if slices.Equal(old, new) {
		return keptLines(nil, new)
	}
	var lines []Line
	at := 0
	for _, change := range lcs.DiffLines(keys(old), keys(new)) {
		lines = append(
			keptLines(lines, old[at:change.Start]),
			replaced(old[change.Start:change.End], new[change.ReplStart:change.ReplEnd])...)
		at = change.End
	}
	return keptLines(lines, old[at:])
}

func keptLines(lines []Line, both []printed) []Line {
	for _, p := range both {
		lines = append(lines, p.line(Kept, InBoth))
	}
	return lines
}

func keys(lines []printed) []string {
	all := make([]string, len(lines))
	for i, p := range lines {
		all[i] = p.label + "\x00" + p.text
	}
	return all
}

func (p printed) line(fate Fate, in In) Line { return Line{p.label, fate, []Piece{{in, p.text}}} }

// looksAhead is how many old lines a new one is compared with, and one where
// many changed at once.
const (
	looksAhead = 8
	manyLines  = 100
)

// replaced pairs each new line with the next old one that it can have been.
// What is gone stands before what came in its place.
func replaced(old, new []printed) []Line {
	var lines, came []Line
	ahead := looksAhead
	if len(old) > manyLines {
		ahead = 1
	}
	for _, is := range new {
		i, pieces := is.origin(old[:min(len(old), ahead)])
		if i < 0 {
			came = append(came, is.line(Added, InNew))
			continue
		}
		lines = append(append(removedLines(lines, old[:i]), came...), Line{is.label, Kept, pieces})
		old, came = old[i+1:], nil
	}
	return append(removedLines(lines, old), came...)
}

func removedLines(lines []Line, old []printed) []Line {
	for _, was := range old {
		lines = append(lines, was.line(Removed, InOld))
	}
	return lines
}

// origin is the place of the old line that this one was; -1 if none.
func (p printed) origin(old []printed) (int, []Piece) {
	for i, was := range old {
		if was.label != p.label {
			continue
		}
		pieces := differences(was.text, p.text)
		if p.label != "" || slices.ContainsFunc(pieces, func(p Piece) bool { return p.In == InBoth }) {
			return i, pieces
		}
	}
	return -1, nil
}
