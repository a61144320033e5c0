package block

import (
	"net/url"
	"strconv"
	"strings"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// List is points, one below the other.
type List []wording.Markdown

var _ = register(Kind{
	Name: "list", Position: 30, Menu: 20, Label: "List", Hint: "Points, one per line.",
	Schema: `{ "type": "array", "minItems": 1, "items": { "$ref": "#/$defs/markdown" } }`,
	Form: func(m form.Maker, _ []cookie.Declaration) []form.Field {
		f := m.Area("list", "Items", "One item per line. **strong**, *emphasis*, [words](https://example.com).", 5)
		f.MaxLength = 0 // each item has its own
		return []form.Field{f}
	},
	Read:    readList,
	Example: List{"*Essential* cookies", "No others"},
})

func readList(v url.Values) (Content, form.Problems) {
	var items List
	for line := range strings.SplitSeq(form.Text(v, "list"), "\n") {
		if line = strings.TrimSpace(line); line != "" {
			items = append(items, wording.Markdown(line))
		}
	}
	return items, nil
}

// Name implements [Content].
func (l List) Name() string { return string(l[0]) }

// Texts implements [Content].
func (l List) Texts() []Text {
	texts := make([]Text, len(l))
	for i, item := range l {
		texts[i] = Text{Field: "list", Words: string(item), Required: true, Markdown: true, Item: true}
	}
	return texts
}

// Problem implements [Content].
func (l List) Problem() string { return "" }

// Lines implements [Content].
func (l List) Lines([]cookie.Declaration) []Line {
	lines := make([]Line, len(l))
	for i, item := range l {
		lines[i] = Line{Text: string(item), Item: true}
	}
	return lines
}

// Translate implements [Content].
func (l List) Translate(visit Visit) Content {
	items := make(List, len(l))
	for i, item := range l {
		part := strconv.Itoa(i + 1)
		items[i] = wording.Markdown(visit(part, "List, item "+part, string(item)))
	}
	return items
}

// Values implements [Content].
func (l List) Values() url.Values {
	lines := make([]string, len(l))
	for i, item := range l {
		lines[i] = strings.Join(strings.Fields(string(item)), " ")
	}
	return url.Values{"list": {strings.Join(lines, "\n")}}
}
