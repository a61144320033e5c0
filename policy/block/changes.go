package block

import (
	"fmt"
	"net/url"
	"strconv"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
)

// ChangeList lists what the newest versions changed.
type ChangeList struct {
	Newest int `json:"newest"` // how many
}

var _ = register(Kind{
	Name: "changes", Position: 100, Menu: 100, Label: "Changes",
	Hint: "What the newest versions changed. Generated automatically.",
	Schema: `{
		"description": "what the newest versions changed",
		"type": "object",
		"required": ["newest"],
		"additionalProperties": false,
		"properties": { "newest": { "type": "integer", "minimum": 1, "maximum": 100 } }
	}`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		hint := "The list is generated: it shows the summary of each version."
		return []form.Field{m.Number("newest", "How many of the newest changes to list", hint)}
	},
	Read:    readChanges,
	Start:   ChangeList{5},
	Example: ChangeList{3},
})

func readChanges(v url.Values) (Content, form.Problems) {
	n, err := strconv.Atoi(form.Line(v, "newest"))
	problems := form.Problems{}
	problems.Need(err == nil, "newest", "Please enter a number between 1 and 100.")
	return ChangeList{n}, problems
}

// Name implements [Content].
func (c ChangeList) Name() string { return "" }

// Texts implements [Content].
func (c ChangeList) Texts() []Text { return nil }

// Problem implements [Content].
func (c ChangeList) Problem() string {
	if c.Newest < 1 || c.Newest > 100 {
		return "Show between 1 and 100 changes."
	}
	return ""
}

// Lines implements [Content].
func (c ChangeList) Lines([]cookie.Declaration) []Line {
	return []Line{{Text: fmt.Sprintf("The newest changes, %d of them", c.Newest)}}
}

// Translate implements [Content].
func (c ChangeList) Translate(Visit) Content { return c }

// Values implements [Content].
func (c ChangeList) Values() url.Values { return url.Values{"newest": {strconv.Itoa(c.Newest)}} }
