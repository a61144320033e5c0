package policy

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark"
)

// Markdown is text in a small subset of Markdown: paragraphs, emphasis, links.
type Markdown string

// HTML renders the text. Raw HTML in it is left out, as are links to anything
// but web pages, mail addresses and this site.
func (m Markdown) HTML() string {
	var html bytes.Buffer
	if err := goldmark.Convert([]byte(m), &html); err != nil {
		return "" // a bytes.Buffer does not fail
	}
	return strings.TrimSpace(html.String())
}

// InlineHTML renders a single paragraph without its <p>.
func (m Markdown) InlineHTML() string {
	html := m.HTML()
	inner, isParagraph := strings.CutPrefix(html, "<p>")
	if isParagraph && strings.Count(html, "<p>") == 1 && strings.HasSuffix(inner, "</p>") {
		return strings.TrimSuffix(inner, "</p>")
	}
	return html
}
