package block

import (
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// Prose is paragraphs.
type Prose wording.Markdown

var _ = register(Kind{
	Name: "prose", Position: 20, Menu: 10, Label: "Text", Hint: "Paragraphs with links and emphasis.",
	Schema: `{ "$ref": "#/$defs/markdown" }`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{m.Area("prose", "Words", form.MarkdownHint, 6)}
	},
	Read:    func(v url.Values) (Content, form.Problems) { return Prose(form.Text(v, "prose")), nil },
	Example: Prose("Cookies are small *text files*.\n\nSites store them."),
})

// Name implements [Content].
func (p Prose) Name() string { return string(p) }

// Texts implements [Content].
func (p Prose) Texts() []Text { return []Text{{Field: "prose", Words: string(p), Markdown: true}} }

// Problem implements [Content].
func (p Prose) Problem() string { return "" }

// Lines implements [Content].
func (p Prose) Lines([]cookie.Declaration) []Line { return paragraphs(wording.Markdown(p)) }

// Translate implements [Content].
func (p Prose) Translate(visit Visit) Content { return Prose(visit("", "Text", string(p))) }

// Values implements [Content].
func (p Prose) Values() url.Values { return url.Values{"prose": {string(p)}} }
