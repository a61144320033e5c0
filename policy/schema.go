package policy

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
)

// base is the JSON Schema (draft 2020-12) of a document without the kinds of blocks and
// the conditions of claims, of which each says its own: see [block.Kind] and [claim.Kind].
//
//go:embed schema.json
var base []byte

// Schema returns the JSON Schema of a document. What it cannot say, such as that no
// uid stands twice, [Document.Validate] checks.
func Schema() []byte { return schema().text }

// derived is what follows from the schema. It is made once, and again when there are
// other kinds.
type derived struct {
	changes      int // of the kinds that it was made from
	text         []byte
	rules        *jsonschema.Schema
	descriptions map[string]string // the schema's own words for each of its parts, by pointer
	fieldNames   []string          // all that there are
}

var (
	deriving sync.Mutex
	latest   *derived
)

func schema() *derived {
	deriving.Lock()
	defer deriving.Unlock()
	if changes := block.Changes() + claim.Changes(); latest == nil || latest.changes != changes {
		latest = derive(changes)
	}
	return latest
}

func derive(changes int) *derived {
	root := readJSONObject(base)
	addBlocks(root)
	addClaims(root)
	text, err := json.MarshalIndent(root, "", "  ")
	if err != nil {
		panic(err) // it was JSON
	}
	d := &derived{changes: changes, text: text, rules: compile(text), descriptions: map[string]string{}}
	describe(d.descriptions, "", root)
	names := map[string]bool{}
	nameFields(names, root)
	d.fieldNames = slices.Sorted(maps.Keys(names))
	return d
}

// addBlocks adds each kind of content to the fields of a block, which has one of them.
func addBlocks(root map[string]any) {
	def := definition(root, "block")
	var oneOf []any
	for _, kind := range block.Kinds() {
		def["properties"].(map[string]any)[kind.Name] = readJSONObject([]byte(kind.Schema))
		oneOf = append(oneOf, map[string]any{"required": []any{kind.Name}})
	}
	def["oneOf"] = oneOf
}

// addClaims adds each kind of condition to the fields of a claim.
func addClaims(root map[string]any) {
	properties := definition(root, "claim")["properties"].(map[string]any)
	for _, kind := range claim.Kinds() {
		properties[kind.Name] = readJSONObject([]byte(kind.Schema))
	}
}

func definition(root map[string]any, name string) map[string]any {
	return root["$defs"].(map[string]any)[name].(map[string]any)
}

func readJSONObject(text []byte) map[string]any {
	var object map[string]any
	if err := json.Unmarshal(text, &object); err != nil {
		panic(err) // it is part of the program
	}
	return object
}

func compile(text []byte) *jsonschema.Schema {
	parsed, err := jsonschema.UnmarshalJSON(bytes.NewReader(text))
	if err != nil {
		panic(err) // it was JSON
	}
	compiler := jsonschema.NewCompiler()
	compiler.RegisterFormat(&jsonschema.Format{Name: "lifetime", Validate: checkLifetime})
	compiler.AssertFormat()
	if err := compiler.AddResource("policy.schema.json", parsed); err != nil {
		panic(err)
	}
	return compiler.MustCompile("policy.schema.json")
}

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
	if !errors.As(schema().rules.Validate(t.value), &invalid) {
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
		problems = append(
			problems,
			t.problem(e.InstanceLocation, "this does not fit: "+strings.Join(e.ErrorKind.KeywordPath(), " ")),
		)
	}
	return problems
}

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
