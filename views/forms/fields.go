// Package forms holds the input fields that the forms of all rooms are made of. Start
// reading at [Field].
package forms

import "cmp"

// Hidden is a form field that nobody types.
type Hidden struct{ Name, Value string }

// Field is one input with its label, hint and error.
type Field struct {
	Name, Label, Type, Value, Autocomplete, Hint, Error string
	ID                                                  string // where the page has the name more than once
	Form                                                string // the id of the form that sends it, where it stands outside of that
	NewPassword                                         bool
}

func (f Field) id() string { return cmp.Or(f.ID, f.Name) }

func (f Field) describedBy() string {
	switch {
	case f.Error != "":
		return f.id() + "-error"
	case f.Hint != "":
		return f.id() + "-hint"
	}
	return ""
}

func (f Field) invalid() string {
	if f.Error != "" {
		return "true"
	}
	return "false"
}

// Email returns the field of the address that one logs in with.
func Email(value, problem string) Field {
	return Field{
		Name:         "email",
		Label:        "Email address",
		Type:         "email",
		Value:        value,
		Autocomplete: "username",
		Error:        problem,
	}
}

// CurrentPassword returns the field of the password that is asked for again.
func CurrentPassword(problem string) Field {
	return Field{
		Name:         "current",
		Label:        "Current password",
		Type:         "password",
		Autocomplete: "current-password",
		Error:        problem,
	}
}

// Code returns the field of a one-time code.
func Code(label, problem string) Field {
	return Field{Name: "code", Label: label, Type: "text", Autocomplete: "one-time-code", Error: problem}
}

// NewPassword returns the field of a password that is chosen.
func NewPassword(label, problem string) Field {
	return Field{
		Name: "password", Label: label, Type: "password", Autocomplete: "new-password", NewPassword: true,
		Hint: "At least 12 characters. A few words in a row make a good one.", Error: problem,
	}
}
