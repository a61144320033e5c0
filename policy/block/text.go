package block

import (
	"strings"

	"github.com/prokken/prokken/policy/form"
	"github.com/prokken/prokken/policy/wording"
)

// Text is one text of a block.
type Text struct {
	Field    string // its field in the form: "caption"; one of a row has the row's number behind: "steps.2"
	Words    string
	Required bool // something has to stand in it
	Markdown bool
	Item     bool // of a list: it stands in no paragraph of its own
	Label    bool // it names something: a browser, a person, a menu
}

// label returns the text as one that names something.
func label(t Text) Text {
	t.Label = true
	return t
}

// rowText returns a text of the row that has the index i.
func rowText(field string, i int, words string) Text {
	return Text{Field: form.Row(field, i), Words: words, Required: true}
}

// Line is a paragraph of a block, an item of its list, or one of its details, which then
// has a label: "Phone".
type Line struct {
	Label, Text string
	Item        bool // of a list
}

// paragraphs returns each paragraph of the text as a line.
func paragraphs(text wording.Markdown) []Line {
	var lines []Line
	for paragraph := range strings.SplitSeq(string(text), "\n\n") {
		lines = append(lines, Line{Text: paragraph})
	}
	return lines
}

// Visit gets a text that can be said in another language, and returns what takes its
// place. The part, such as "path" or "2", tells it from other texts of its block; it is
// "" where there is only one. The label is what translators call it.
type Visit func(part, label, text string) string
