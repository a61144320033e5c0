package wording

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Outward says how the links of hosted words are written that lead away from their page. Rel is
// their relation; Address is that of the site whose words they are, for links that name no host.
// The zero value leaves all links as they are.
type Outward struct{ Rel, Address string }

// HTMLWith renders the text with its links written so.
func (m Markdown) HTMLWith(o Outward) string {
	if o == (Outward{}) {
		return m.HTML()
	}
	source := m.source()
	root := markdown.Parser().Parse(text.NewReader(source))
	_ = ast.Walk(root, func(node ast.Node, entering bool) (ast.WalkStatus, error) {
		if link, isLink := node.(*ast.Link); isLink && entering {
			o.apply(link)
		}
		return ast.WalkContinue, nil
	})
	var html bytes.Buffer
	if err := markdown.Renderer().Render(&html, source, root); err != nil {
		return "" // a bytes.Buffer does not fail
	}
	return strings.TrimSpace(html.String())
}

// InlineHTMLWith renders a single paragraph without its <p>, with its links written so.
func (m Markdown) InlineHTMLWith(o Outward) string { return inlineOf(m.HTMLWith(o)) }

// apply writes a link, unless it leads to a part of its own page.
func (o Outward) apply(link *ast.Link) {
	to := string(util.URLEscape(link.Destination, true)) // as it is rendered: "&sol;" is a slash
	if strings.HasPrefix(to, "#") {
		return
	}
	if strings.HasPrefix(to, "/") {
		link.Destination = []byte(o.Address + to)
	}
	link.SetAttributeString("rel", []byte(o.Rel))
}
