package policy

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/cookie"
)

// Schema is the JSON Schema (draft 2020-12) of a document. What it cannot say,
// such as that no uid stands twice, [Document.Validate] checks.
//
//go:embed schema.json
var Schema []byte

// rules are the schema, read once.
var rules = sync.OnceValue(func() *jsonschema.Schema {
	text, err := jsonschema.UnmarshalJSON(bytes.NewReader(Schema))
	if err != nil {
		panic(err) // the file is part of the program
	}
	compiler := jsonschema.NewCompiler()
	compiler.RegisterFormat(&jsonschema.Format{Name: "lifetime", Validate: checkLifetime})
	compiler.AssertFormat()
	if err := compiler.AddResource("policy.schema.json", text); err != nil {
		panic(err)
	}
	return compiler.MustCompile("policy.schema.json")
})

func checkLifetime(value any) error {
	text, isText := value.(string)
	if !isText {
		return nil
	}
	var l cookie.Lifetime
	return l.UnmarshalText([]byte(text))
}

// checkSchema finds what does not fit the schema.
func (t *tree) checkSchema() Problems {
	var invalid *jsonschema.ValidationError
	if !errors.As(rules().Validate(t.value), &invalid) {
		return nil
	}
	return t.collect(nil, invalid).sorted()
}

// collect makes problems of the errors for which there are words, and of the
// deepest causes of all others.
func (t *tree) collect(problems Problems, e *jsonschema.ValidationError) Problems {
	if found := t.reasons(e); len(found) > 0 {
		return append(problems, found...)
	}
	for _, cause := range e.Causes {
		problems = t.collect(problems, cause)
	}
	if len(e.Causes) == 0 {
		problems = append(problems, t.problem(e.InstanceLocation, "this does not fit: "+strings.Join(e.ErrorKind.KeywordPath(), " ")))
	}
	return problems
}

// descriptions are the schema's own words for each of its parts, by pointer.
var descriptions = sync.OnceValue(func() map[string]string {
	var root any
	if err := json.Unmarshal(Schema, &root); err != nil {
		panic(err) // the file is part of the program
	}
	all := map[string]string{}
	describe(all, "", root)
	return all
})

func describe(all map[string]string, pointer string, part any) {
	object, isObject := part.(map[string]any)
	if !isObject {
		return
	}
	if text, described := object["description"].(string); described {
		all[pointer] = text
	}
	for key, value := range object {
		describe(all, pointer+"/"+key, value)
	}
}
