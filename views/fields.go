package views

import "cmp"

// Hidden is a form field that nobody types.
type Hidden struct{ Name, Value string }

// field is one input with its label, hint and error.
type field struct {
	Name, Label, Type, Value, Autocomplete, Hint, Error string
	ID                                                  string // where the page has the name more than once
	NewPassword                                         bool
}

func (f field) id() string { return cmp.Or(f.ID, f.Name) }

func (f field) describedBy() string {
	switch {
	case f.Error != "":
		return f.id() + "-error"
	case f.Hint != "":
		return f.id() + "-hint"
	}
	return ""
}

func (f field) invalid() string {
	if f.Error != "" {
		return "true"
	}
	return "false"
}

func emailField(value, problem string) field {
	return field{
		Name:         "email",
		Label:        "E-mail address",
		Type:         "email",
		Value:        value,
		Autocomplete: "username",
		Error:        problem,
	}
}

func currentPasswordField(problem string) field {
	return field{
		Name:         "current",
		Label:        "Current password",
		Type:         "password",
		Autocomplete: "current-password",
		Error:        problem,
	}
}

func codeField(label, problem string) field {
	return field{Name: "code", Label: label, Type: "text", Autocomplete: "one-time-code", Error: problem}
}

func newPasswordField(label, problem string) field {
	return field{
		Name: "password", Label: label, Type: "password", Autocomplete: "new-password", NewPassword: true,
		Hint: "At least 12 characters. A few words in a row make a good one.", Error: problem,
	}
}
