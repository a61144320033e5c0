package wording

import (
	"html"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/memo"
)

// PlainSentence is a sentence as readers see it, without Markdown.
type PlainSentence struct {
	Text string
	// Linked: some of its words are a link. What a link says is read as the name of a page, so
	// that no such sentence can be taken at its word.
	Linked bool
}

// These stand for the tags of a link while sentences are told apart. No text of a policy holds
// characters of private use: see [IsControl].
const linkStart, linkEnd = '\uE000', '\uE001'

// plainSentences are those of the texts that were asked for before.
var plainSentences memo.Memo[Markdown, []PlainSentence]

// maxRemembered is how many bytes a text may have that is remembered.
const maxRemembered = 4000

// PlainSentences returns the sentences of the text as the page shows them.
func (m Markdown) PlainSentences() []PlainSentence {
	if len(m) > maxRemembered {
		return m.plainSentences()
	}
	return slices.Clone(plainSentences.Ask(m, m.plainSentences))
}

func (m Markdown) plainSentences() []PlainSentence {
	var all []PlainSentence
	linked := false
	for _, text := range Sentences(m.plain()) {
		starts, ends := strings.LastIndex(text, string(linkStart)), strings.LastIndex(text, string(linkEnd))
		all = append(all, PlainSentence{strings.TrimSpace(strings.Map(dropMarks, text)), linked || starts >= 0})
		linked = starts > ends || linked && ends < 0 // a link may go on in the next sentence
	}
	return all
}

// plain returns the text of the HTML, with marks where links start and end: the page shows just
// this, escapes and entities resolved.
func (m Markdown) plain() string {
	var text strings.Builder
	rest := strings.Map(dropMarks, m.HTML())
	for {
		before, after, found := strings.Cut(rest, "<")
		text.WriteString(html.UnescapeString(before))
		if !found {
			return text.String()
		}
		tag, behind, _ := strings.Cut(after, ">")
		text.WriteString(inText(tag))
		rest = behind
	}
}

// inText returns what stands for a tag in plain text.
func inText(tag string) string {
	switch {
	case strings.HasPrefix(tag, "a "):
		return string(linkStart)
	case tag == "/a":
		return string(linkEnd)
	case tag == "/p":
		return "\n\n"
	}
	return "" // a broken line has its own line end in the HTML, too
}

func dropMarks(r rune) rune {
	if r == linkStart || r == linkEnd {
		return -1
	}
	return r
}
