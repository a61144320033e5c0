package wording

import (
	"bytes"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Markdown is text in a small subset of Markdown: paragraphs, lines that end in
// two blanks and so break, emphasis, links.
// Everything else in it is plain text.
type Markdown string

// markdown knows the subset and nothing more: HTML is text to it.
var markdown = goldmark.New(goldmark.WithParser(parser.NewParser(
	parser.WithBlockParsers(util.Prioritized(parser.NewParagraphParser(), 1000)),
	parser.WithInlineParsers(
		util.Prioritized(parser.NewLinkParser(), 200),
		util.Prioritized(parser.NewEmphasisParser(), 500),
	),
)))

// source is the text without indentation: that would make it code, which the
// subset does not know and the parser would leave out.
func (m Markdown) source() []byte {
	text := make([]byte, 0, len(m))
	for line := range strings.Lines(string(m)) {
		text = append(text, strings.TrimLeft(line, " \t")...)
	}
	return text
}

// HTML renders the text.
func (m Markdown) HTML() string {
	var html bytes.Buffer
	if err := markdown.Convert(m.source(), &html); err != nil {
		return "" // a bytes.Buffer does not fail
	}
	return strings.TrimSpace(html.String())
}

// InlineHTML renders a single paragraph without its <p>.
func (m Markdown) InlineHTML() string { return inlineOf(m.HTML()) }

// inlineOf is the HTML of a single paragraph without its <p>.
func inlineOf(html string) string {
	inner, isParagraph := strings.CutPrefix(html, "<p>")
	if isParagraph && strings.Count(html, "<p>") == 1 && strings.HasSuffix(inner, "</p>") {
		return strings.TrimSuffix(inner, "</p>")
	}
	return html
}

// Problem says what a policy must not hold: pictures, and links that lead
// neither to web pages, mail addresses and telephones nor to this site.
func (m Markdown) Problem() string {
	problem := ""
	root := markdown.Parser().Parse(text.NewReader(m.source()))
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		switch found := node.(type) {
		case *ast.Image:
			problem = "A policy has no pictures."
		case *ast.Link:
			written := string(util.URLEscape(found.Destination, true)) // "&sol;" is a slash then
			if !leadsSomewhere(string(found.Destination)) || !leadsSomewhere(written) {
				problem = "A link starts with https:// or with / for a page of this site."
			}
		}
		return ast.WalkContinue, nil
	})
	return problem
}

// Link is a link of a text: where it leads, and what readers see of it.
type Link struct{ To, Words string }

// Links returns the links of the text, in their order.
func (m Markdown) Links() []Link {
	var all []Link
	source := m.source()
	root := markdown.Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, isLink := node.(*ast.Link); isLink && entering {
			all = append(all, Link{To: string(link.Destination), Words: wordsOf(link, source)})
		}
		return ast.WalkContinue, nil
	})
	return all
}

// wordsOf is the text inside a node.
func wordsOf(node ast.Node, source []byte) string {
	var words strings.Builder
	_ = ast.Walk(node, func(inner ast.Node, entering bool) (ast.WalkStatus, error) {
		if written, isText := inner.(*ast.Text); isText && entering {
			words.Write(written.Segment.Value(source))
			if written.SoftLineBreak() || written.HardLineBreak() {
				words.WriteByte(' ')
			}
		}
		return ast.WalkContinue, nil
	})
	return words.String()
}

func leadsSomewhere(link string) bool {
	address, err := url.Parse(link)
	if err != nil {
		return false
	}
	switch address.Scheme {
	case "http", "https":
		return address.Host != ""
	case "mailto", "tel":
		return address.Opaque != ""
	case "":
		return address.Host == "" && (strings.HasPrefix(link, "/") || strings.HasPrefix(link, "#")) &&
			!strings.HasPrefix(link, "/\\")
	}
	return false
}
