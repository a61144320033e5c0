package form

import (
	"fmt"
	"net/url"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/wording"
)

// MarkdownHint says what can be written in a field of Markdown.
const MarkdownHint = "An empty line starts a new paragraph. **strong**, *emphasis*, [words](https://example.com). Everything else is shown as you type it."

// Maker makes fields from what was stored or typed.
type Maker struct {
	Values   url.Values
	Problems map[string]string
}

// Text returns a field of one line.
func (m Maker) Text(name, label, hint string) Field {
	return Field{
		Name:  name,
		Type:  TypeText,
		Label: label,
		Hint:  hint,
		Value: m.Values.Get(name),
		Error: m.Problems[name],
	}
}

// Number returns a field of one number.
func (m Maker) Number(name, label, hint string) Field {
	f := m.Text(name, label, hint)
	f.Type = TypeNumber
	return f
}

// Area returns a field of several lines, as high as its text and at least minRows.
func (m Maker) Area(name, label, hint string, minRows int) Field {
	f := m.Text(name, label, hint)
	f.Type, f.Rows = TypeArea, max(minRows, min(len(f.Value)/55+strings.Count(f.Value, "\n")+1, 18))
	f.MaxLength = wording.MaxText
	return f
}

// Choice returns a field with one of several options. A value that is not among
// them is offered, too.
func (m Maker) Choice(name, label, hint string, options []Option) Field {
	f := m.Text(name, label, hint)
	f.Type, f.Options = TypeSelect, options
	if f.Value != "" && !slices.ContainsFunc(options, func(o Option) bool { return o.Value == f.Value }) {
		f.Options = append(slices.Clone(options), Option{f.Value, f.Value})
	}
	return f
}

// Ticks returns a field with any number of several options.
func (m Maker) Ticks(name, label, hint string, options []Option) Field {
	f := Field{
		Name:    name,
		Type:    TypeChecks,
		Label:   label,
		Hint:    hint,
		Values:  m.Values[name],
		Options: slices.Clone(options),
		Error:   m.Problems[name],
	}
	for _, value := range f.Values {
		if !slices.ContainsFunc(f.Options, func(o Option) bool { return o.Value == value }) {
			f.Options = append(f.Options, Option{value, value + " (not declared)"})
		}
	}
	return f
}

// Tick returns a field that is ticked or not.
func (m Maker) Tick(name, label, hint string) Field {
	f := m.Text(name, label, hint)
	f.Type = TypeCheck
	return f
}

// Lifetime returns the field "lifetime" with its unit.
func (m Maker) Lifetime(label, hint string, units []Option) Field {
	f := m.Text("lifetime", label, hint)
	f.Type = TypeLifetime
	f.Fields = []Field{m.Choice("unit", "Unit", "", units)}
	return f
}

// Rows returns a row of fields for each that there is, and one to fill in while
// there is room. The first field of a row decides whether there is one.
func (m Maker) Rows(first string, row func(i int) Field) []Field {
	n := 0
	for m.Values.Has(Row(first, n)) {
		n++
	}
	if n == 0 || n < MaxRows && m.Values.Get(Row(first, n-1)) != "" {
		n++
	}
	var rows []Field
	for i := range n {
		f := row(i)
		f.Type = TypeRow
		rows = append(rows, f)
	}
	return rows
}

// MaxRows is how many rows a block's form reads.
const MaxRows = 200

// Row is the name of a field in a row, which is counted from 0.
func Row(name string, i int) string { return fmt.Sprintf("%s.%d", name, i+1) }
