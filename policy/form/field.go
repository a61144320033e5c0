// Package form describes forms as data: the fields of a block, a claim or a
// declaration, filled in with what was stored or typed, and how what was typed is
// read again. The kinds of blocks and claims say their forms with it, and the views
// draw them. Start reading at [Field] and [Maker].
package form

import "strings"

// Type says how a field is filled in.
type Type string

// The types of fields.
const (
	TypeText     Type = "text"
	TypeArea     Type = "area"
	TypeNumber   Type = "number"
	TypeSelect   Type = "select"
	TypeCheck    Type = "check"
	TypeChecks   Type = "checks"
	TypeLifetime Type = "lifetime"
	TypeRow      Type = "row"
)

// Field is one thing to fill in.
type Field struct {
	Name               string
	Type               Type
	Label, Hint, Error string
	Value              string
	Values             []string // what is ticked
	Options            []Option
	Fields             []Field // of a row; of a lifetime the number and its unit
	Rows               int
	MaxLength          int // how many characters the server takes; 0: it does not count them here
}

// Option is one of several to choose from.
type Option struct{ Value, Label string }

// Whole is the key of a problem with what was typed as a whole.
const Whole = "part"

// Problems are what is wrong with what was typed: a message for each field at fault.
type Problems map[string]string

// Need adds the problem unless the condition is met.
func (p Problems) Need(isMet bool, field, problem string) {
	if !isMet {
		p[field] = problem
	}
}

// Flat returns the fields with those of rows in their places: all that can have an
// error.
func Flat(fields []Field) []Field {
	var all []Field
	for _, f := range fields {
		if f.Type == TypeRow {
			all = append(all, f.Fields...)
		} else {
			all = append(all, f)
		}
	}
	return all
}

// Words returns the field's value as people read it.
func (f Field) Words() string {
	switch f.Type {
	case TypeChecks:
		return strings.Join(f.Values, ", ")
	case TypeCheck:
		if f.Value != "" {
			return "yes"
		}
		return "no"
	case TypeLifetime:
		return strings.TrimSpace(f.Value + " " + f.Fields[0].Words())
	case TypeSelect:
		for _, option := range f.Options {
			if option.Value == f.Value {
				return option.Label
			}
		}
	case TypeText, TypeArea, TypeNumber, TypeRow:
	}
	return DocumentLines(f.Value)
}
