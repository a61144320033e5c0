package block

import (
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// InShort says what its section means, in a box of its own.
type InShort wording.Markdown

var _ = register(Kind{
	Name: "in_short", Position: 10, Menu: 30, Label: "In short", Hint: "What the section means, in a box of its own.",
	Schema: `{ "$ref": "#/$defs/markdown" }`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		hint := "One or two sentences that say what the section means. " + form.MarkdownHint
		return []form.Field{m.Area("in_short", "In short", hint, 3)}
	},
	Read:    func(v url.Values) (Content, form.Problems) { return InShort(form.Text(v, "in_short")), nil },
	Example: InShort("We set *two* cookies."),
})

// Name implements [Content].
func (s InShort) Name() string { return string(s) }

// Texts implements [Content].
func (s InShort) Texts() []Text { return []Text{{Field: "in_short", Words: string(s), Markdown: true}} }

// Problem implements [Content].
func (s InShort) Problem() string { return "" }

// Lines implements [Content].
func (s InShort) Lines([]cookie.Declaration) []Line { return paragraphs(wording.Markdown(s)) }

// Translate implements [Content].
func (s InShort) Translate(visit Visit) Content { return InShort(visit("", "In short", string(s))) }

// Values implements [Content].
func (s InShort) Values() url.Values { return url.Values{"in_short": {string(s)}} }
