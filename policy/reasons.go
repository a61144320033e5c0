package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/prokken/prokken/policy/schema"
)

// reasons says in plain words what does not fit the schema.
func (t *tree) reasons(f schema.Fault) Problems {
	switch f.Keyword {
	case "required":
		return t.each(f.At, f.Names, func(string) string { return "this is missing" })
	case "dependentRequired":
		return t.each(f.At, f.Names, func(string) string { return "this is missing: " + f.Of + " needs it" })
	case "additionalProperties":
		return t.each(f.At, f.Names, unknownField)
	}
	return Problems{t.problem(f.At, reasonOf(f))}
}

// each is a problem for several fields inside of one.
func (t *tree) each(at, names []string, reason func(name string) string) Problems {
	var problems Problems
	for _, name := range names {
		problems = append(problems, t.problem(append(slices.Clone(at), name), reason(name)))
	}
	return problems
}

func reasonOf(f schema.Fault) string {
	switch f.Keyword {
	case "type":
		return wrongType(fmt.Sprint(f.Want[0]), f.Type)
	case "enum":
		return "must be " + oneOf(f.Want)
	case "const", "pattern":
		return "must be " + derivedSchema().descriptions[f.Part] // the schema's own words
	case "format":
		return f.Err.Error()
	case "minLength", "minItems":
		return "must not be empty"
	case "maxLength":
		return fmt.Sprintf("must have at most %v characters, and has %v", f.Limit, f.Size)
	case "maxItems":
		return fmt.Sprintf("must have at most %v entries, and has %v", f.Limit, f.Size)
	case "minProperties":
		return "this checks nothing: please say what has to hold"
	case "minimum":
		return fmt.Sprintf("must be at least %v", f.Limit)
	case "maximum":
		return fmt.Sprintf("must be at most %v", f.Limit)
	case "oneOf":
		return "must hold one kind of content, and only one"
	case "anyOf":
		return "must have " + strings.Join(alternatives(f), " or ")
	}
	return "this does not fit: " + f.Keyword
}

// alternatives are the fields of which there has to be one.
func alternatives(f schema.Fault) []string {
	var names []string
	for _, found := range f.Within {
		if found[0].Keyword == "required" {
			names = append(names, found[0].Names...)
		}
	}
	return names
}

func oneOf(values []any) string {
	words := make([]string, len(values))
	for i, value := range values {
		words[i] = fmt.Sprint(value)
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " or " + words[last]
}

// wrongType helps those who wrote 2026 or yes where words belong.
func wrongType(wanted, got string) string {
	want := "must be " + typeWords(wanted)
	switch {
	case got == "null":
		return want + ", and is empty"
	case wanted == "string" && (got == "number" || got == "boolean"):
		return want + ", not " + typeWords(got) + "; please put it in quotes"
	}
	return want + ", not " + typeWords(got)
}

func typeWords(name string) string {
	switch name {
	case "string":
		return "text"
	case "number":
		return "a number"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	case "array":
		return "a list"
	case "object":
		return "a group of fields"
	}
	return name
}

// unknownField names the field that was probably meant.
func unknownField(name string) string {
	const unknown = "there is no such field"
	best, distance := "", min(3, 1+len(name)/3)
	for _, field := range derivedSchema().fieldNames {
		if d := editDistance(name, field); d < distance {
			best, distance = field, d
		}
	}
	if best == "" {
		return unknown
	}
	return unknown + "; did you mean " + best + "?"
}
