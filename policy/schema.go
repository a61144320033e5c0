package policy

import (
	_ "embed"
	"encoding/json"
	"maps"
	"slices"
	"sync"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/schema"
)

// base is the JSON Schema (draft 2020-12) of a document without the kinds of blocks and
// the conditions of claims, of which each says its own: see [block.Kind] and [claim.Kind].
//
//go:embed schema.json
var base []byte

// Schema returns the JSON Schema of a document. What it cannot say, such as that no
// uid stands twice, [Document.Validate] checks.
func Schema() []byte {
	text, err := json.MarshalIndent(derivedSchema().root, "", "  ")
	if err != nil {
		panic(err) // it was JSON
	}
	return text
}

// derived is what follows from the schema. It is made once, and again when there are
// other kinds.
type derived struct {
	changes      int // of the kinds that it was made from
	root         map[string]any
	rules        *schema.Schema
	descriptions map[string]string // the schema's own words for each of its parts, by pointer
	fieldNames   []string          // all that there are
}

var (
	deriving sync.Mutex
	latest   *derived
)

func derivedSchema() *derived {
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
	d := &derived{changes: changes, root: root, rules: compile(root), descriptions: map[string]string{}}
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

func compile(root map[string]any) *schema.Schema {
	return schema.Compile(root, schema.Formats{"lifetime": checkLifetime})
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
	var problems Problems
	for _, fault := range derivedSchema().rules.Check(t.value) {
		problems = append(problems, t.reasons(fault)...)
	}
	return problems.sorted()
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
