package policy

import (
	"fmt"
	"slices"
	"strings"

	"github.com/santhosh-tekuri/jsonschema/v6"
	"github.com/santhosh-tekuri/jsonschema/v6/kind"
)

// reasons says in plain words what a keyword of the schema found; nothing for
// one that only gathers what others found.
func (t *tree) reasons(e *jsonschema.ValidationError) Problems {
	at := e.InstanceLocation
	switch k := e.ErrorKind.(type) {
	case *kind.Required:
		return t.each(at, k.Missing, func(string) string { return "this is missing" })
	case *kind.DependentRequired:
		return t.each(at, k.Missing, func(string) string { return "this is missing: " + k.Prop + " needs it" })
	case *kind.AdditionalProperties:
		return t.each(at, k.Properties, unknownField)
	}
	if reason := reasonOf(e); reason != "" {
		return Problems{t.problem(at, reason)}
	}
	return nil
}

// each is a problem for several fields inside of one.
func (t *tree) each(at, names []string, reason func(name string) string) Problems {
	var problems Problems
	for _, name := range names {
		problems = append(problems, t.problem(append(slices.Clone(at), name), reason(name)))
	}
	return problems
}

func reasonOf(e *jsonschema.ValidationError) string {
	switch k := e.ErrorKind.(type) {
	case *kind.Type:
		return wrongType(k)
	case *kind.Enum:
		return "must be " + oneOf(k.Want)
	case *kind.Const:
		return "must be " + described(e)
	case *kind.Pattern:
		return "must be " + described(e)
	case *kind.Format:
		return k.Err.Error()
	case *kind.MinLength:
		return "must not be empty"
	case *kind.MaxLength:
		return fmt.Sprintf("must have at most %d characters, and has %d", k.Want, k.Got)
	case *kind.MinItems:
		return "must not be empty"
	case *kind.MaxItems:
		return fmt.Sprintf("must have at most %d entries, and has %d", k.Want, k.Got)
	case *kind.MinProperties:
		return "this checks nothing: please say what has to hold"
	case *kind.Minimum:
		return "must be at least " + k.Want.RatString()
	case *kind.Maximum:
		return "must be at most " + k.Want.RatString()
	case *kind.OneOf:
		return "must hold one kind of content, and only one"
	case *kind.AnyOf:
		return "must have " + strings.Join(alternatives(e), " or ")
	}
	return ""
}

// described is the schema's own description of what the error is about.
func described(e *jsonschema.ValidationError) string {
	_, pointer, _ := strings.Cut(e.SchemaURL, "#")
	return schema().descriptions[pointer]
}

func alternatives(e *jsonschema.ValidationError) []string {
	var names []string
	for _, cause := range e.Causes {
		if missing, isMissing := cause.ErrorKind.(*kind.Required); isMissing {
			names = append(names, missing.Missing...)
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
func wrongType(k *kind.Type) string {
	want := "must be " + typeWords(k.Want[0])
	switch {
	case k.Got == "null":
		return want + ", and is empty"
	case k.Want[0] == "string" && (k.Got == "number" || k.Got == "boolean"):
		return want + ", not " + typeWords(k.Got) + "; please put it in quotes"
	}
	return want + ", not " + typeWords(k.Got)
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
	for _, field := range schema().fieldNames {
		if d := editDistance(name, field); d < distance {
			best, distance = field, d
		}
	}
	if best == "" {
		return unknown
	}
	return unknown + "; did you mean " + best + "?"
}
