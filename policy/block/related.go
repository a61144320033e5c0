package block

import (
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// Related lists the site's other policies.
type Related struct {
	Intro string `json:"intro,omitempty"`
}

var _ = register(Kind{
	Name: "related", Position: 80, Menu: 80, Label: "Related policies",
	Hint: "Links to the other policies. Generated automatically.",
	Schema: `{
		"description": "links to the site's other policies",
		"type": "object",
		"additionalProperties": false,
		"properties": { "intro": { "$ref": "#/$defs/text" } }
	}`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		hint := "The list of the other policies is generated."
		return []form.Field{m.Text("intro", "Words before the list (may be empty)", hint)}
	},
	Read:    func(v url.Values) (Content, form.Problems) { return Related{form.Line(v, "intro")}, nil },
	Example: Related{"Please read these, too:"},
})

// Name implements [Content].
func (r Related) Name() string { return "" }

// Texts implements [Content].
func (r Related) Texts() []Text { return []Text{{Field: "intro", Words: r.Intro}} }

// Problem implements [Content].
func (r Related) Problem() string { return "" }

// Lines implements [Content].
func (r Related) Lines([]cookie.Declaration) []Line { return []Line{{Text: r.Intro}} }

// Translate implements [Content].
func (r Related) Translate(visit Visit) Content { return Related{visit("", "Text", r.Intro)} }

// Values implements [Content].
func (r Related) Values() url.Values { return url.Values{"intro": {r.Intro}} }
