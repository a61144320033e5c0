package printed

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/net/html"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/wording"
)

// passage is a piece of the policy that its page has to print: a paragraph, or
// an entry of a list.
type passage struct{ uid, text string }

// passagesOf are the document's own words. What is printed from the declarations
// is looked at by itself.
func passagesOf(d policy.Document) []passage {
	all := []passage{{"title", d.Title}}
	all = append(all, headings(d.Sections)...)
	for _, b := range d.Blocks() {
		for _, text := range textsOf(b, d) {
			if plain(text) != "" {
				all = append(all, passage{b.UID, text})
			}
		}
	}
	return all
}

func headings(sections []policy.Section) []passage {
	var all []passage
	for _, s := range sections {
		all = append(append(all, passage{s.Anchor, s.Title}), headings(s.Sections)...)
	}
	return all
}

// textsOf are what the page prints of a block: of Markdown each paragraph, of a list each
// item.
func textsOf(b policy.Block, d policy.Document) []string {
	if b.IsEmpty() {
		return nil
	}
	var texts []string
	for _, text := range block.Printed(b.Content, d.Cookies) {
		switch parts := paragraphs(wording.Markdown(text.Words)); {
		case text.Item:
			texts = append(texts, strings.Join(parts, " "))
		case text.Markdown:
			texts = append(texts, parts...)
		default:
			texts = append(texts, text.Words)
		}
	}
	return texts
}

// readings are how a sentence may read: to the letter, where it stands in a text
// without marks, or as Markdown, in which it may end inside a link.
func readings(says string) []string {
	markdown := wording.Markdown(linkEnd.ReplaceAllString(says, "]"))
	return []string{says, strings.Join(paragraphs(markdown), " ")}
}

var linkEnd = regexp.MustCompile(`\]\((?:[^()\s]|\([^()\s]*\))*\)`)

// paragraphs are the text as it reads without its marks.
func paragraphs(m wording.Markdown) []string {
	var all []string
	for part := range strings.SplitSeq(m.HTML(), "</p>") {
		all = append(all, textOf(part))
	}
	return all
}

func textOf(markup string) string {
	var b strings.Builder
	for tokens := html.NewTokenizer(strings.NewReader(markup)); ; {
		kind := tokens.Next()
		name, _ := tokens.TagName()
		switch {
		case kind == html.ErrorToken: // its end
			return b.String()
		case kind == html.TextToken:
			b.Write(tokens.Text()) // unescaped
		case string(name) == "br":
			b.WriteByte(' ')
		}
	}
}

// plain is what two texts have to agree in: not in white space, in capitals that
// a style sheet makes, in what nobody sees, or in marks of Markdown.
func plain(text string) string {
	return strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Cf, r) || strings.ContainsRune("*_[]", r) {
			return -1
		}
		return unicode.ToLower(r)
	}, text)), " ")
}
