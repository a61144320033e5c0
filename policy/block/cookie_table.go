package block

import (
	"fmt"
	"net/url"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// CookieTable prints the document's declarations: those of one category, or all.
type CookieTable struct {
	Caption  string          `json:"caption"`
	Category cookie.Category `json:"category,omitempty"`
}

var _ = register(Kind{
	Name: "cookie_table", Position: 40, Menu: 40, Label: "Cookie table",
	Hint: "The declared cookies. Generated automatically.",
	Schema: `{
		"description": "the declarations of one category, or all",
		"type": "object",
		"required": ["caption"],
		"additionalProperties": false,
		"properties": { "caption": { "$ref": "#/$defs/text" }, "category": { "$ref": "#/$defs/category" } }
	}`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		return []form.Field{
			m.Text("caption", "Caption", "Read out before the table, and shown above it."),
			m.Choice("category", "Which cookies", "The rows are the cookies themselves: change them under Cookies.",
				form.Optional("All of them", form.CategoryOptions())),
		}
	},
	Read: func(v url.Values) (Content, form.Problems) {
		return CookieTable{form.Line(v, "caption"), cookie.Category(form.Line(v, "category"))}, nil
	},
	Example: CookieTable{"Essential cookies", cookie.Necessary},
})

// Name implements [Content].
func (t CookieTable) Name() string { return t.Caption }

// Texts implements [Content].
func (t CookieTable) Texts() []Text {
	return []Text{{Field: "caption", Words: t.Caption, Required: true}}
}

// Problem implements [Content].
func (t CookieTable) Problem() string {
	if t.Category != "" && t.Category.Words() == "" {
		return fmt.Sprintf("%q is not a category", t.Category)
	}
	return ""
}

// Lines implements [Content].
func (t CookieTable) Lines([]cookie.Declaration) []Line {
	return []Line{{Label: "Caption", Text: t.Caption}, {Label: "Lists", Text: t.Category.Words()}}
}

// Translate implements [Content].
func (t CookieTable) Translate(visit Visit) Content {
	t.Caption = visit("", "Caption of the table", t.Caption)
	return t
}

// Values implements [Content].
func (t CookieTable) Values() url.Values {
	return url.Values{"caption": {t.Caption}, "category": {string(t.Category)}}
}

// Of returns those of the declarations that the table prints.
func (t CookieTable) Of(declared []cookie.Declaration) []cookie.Declaration {
	var rows []cookie.Declaration
	for _, d := range declared {
		if t.Category == "" || t.Category == d.Category {
			rows = append(rows, d)
		}
	}
	return rows
}

// Quotes implements [Quoter] with the purposes that the table prints.
func (t CookieTable) Quotes(declared []cookie.Declaration) []string {
	var purposes []string
	for _, d := range t.Of(declared) {
		purposes = append(purposes, d.Purpose)
	}
	return purposes
}
