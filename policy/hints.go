package policy

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// Hint is what could be better about a part of a document. It stops nothing.
type Hint struct {
	Key   string // of the part: a block's uid, or a section's anchor
	Words string
}

// String is the hint in one line.
func (h Hint) String() string { return h.Key + ": " + h.Words }

// vagueLinks are words that say nothing of where a link leads, to those who hear the links
// of a page one after the other.
var vagueLinks = []string{
	"click", "click here", "click this link", "details", "here", "learn more", "link", "more", "more information",
	"read more", "see here", "see more", "this", "this link", "this page",
}

// Hints are what could be better about the document, in the order of the page: sections
// with nothing in them, and links whose words do not say where they lead.
func (d Document) Hints() []Hint {
	hints := hintsOf(d.Intro)
	for _, s := range d.sections() {
		if len(s.Blocks)+len(s.Sections) == 0 {
			hints = append(hints, Hint{s.Anchor, fmt.Sprintf("The section “%s” is empty.", s.Title)})
		}
		hints = append(hints, hintsOf(s.Blocks)...)
	}
	return hints
}

func hintsOf(blocks []Block) []Hint {
	var hints []Hint
	for _, b := range blocks {
		for _, link := range b.links() {
			if isVague(link.Words) {
				const says = "The link “%s” does not say where it leads. Name the page in its words."
				hints = append(hints, Hint{b.UID, fmt.Sprintf(says, link.Words)})
			}
		}
	}
	return hints
}

// isVague folds case, and drops what stands around the words.
func isVague(words string) bool {
	around := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) }
	words = strings.Join(strings.Fields(strings.ToLower(words)), " ")
	return slices.Contains(vagueLinks, strings.TrimFunc(words, around))
}
