package schema_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/prokken/prokken/policy/schema"
)

func compile(t *testing.T, text string) *schema.Schema {
	t.Helper()
	var root map[string]any
	if err := json.Unmarshal([]byte(text), &root); err != nil {
		t.Fatal(err)
	}
	return schema.Compile(root, nil)
}

// TestNothingIsIgnored: a schema that asks for something that is not known, or names a part that
// there is not, is refused when it is compiled, wherever it stands.
func TestNothingIsIgnored(t *testing.T) {
	for text, says := range map[string]string{
		`{"uniqueItems": true}`:                               "[uniqueItems]",
		`{"properties": {"a": {"items": {"multipleOf": 2}}}}`: `"/properties/a/items": [multipleOf]`,
		`{"$defs": {"unused": {"not": {}}}}`:                  "[not]",
		`{"anyOf": [{"if": {}}]}`:                             "[if]",
		`{"type": "whole"}`:                                   "a type that is not known",
		`{"format": "email"}`:                                 "a format that is not known: email",
		`{"$ref": "#/$defs/none"}`:                            "",
		`{"$ref": "https://other.example/schema"}`:            "refers to another",
		`{"properties": {"a": true}}`:                         "",
		`{"$ref": "#/$defs/a", "$defs": {"a": {"allOf": [{"$ref": "#/$defs/a"}]}}}`: "in a circle",
	} {
		t.Run(text, func(t *testing.T) {
			defer func() {
				if refused := recover(); refused == nil || !strings.Contains(fmt.Sprint(refused), says) {
					t.Errorf("got %v", refused)
				}
			}()
			compile(t, text)
		})
	}
}

// TestPartsMayHoldThemselves: a schema may ask of what is inside a value what it asks of the value.
func TestPartsMayHoldThemselves(t *testing.T) {
	s := compile(t, `{"$ref": "#/$defs/list", "$defs": {"list": {"type": "array", "items": {"$ref": "#/$defs/list"}}}}`)
	faults := s.Check([]any{[]any{}, []any{"x"}})
	if len(faults) != 1 || strings.Join(faults[0].At, "/") != "1/0" || faults[0].Keyword != "type" {
		t.Errorf("got %+v", faults)
	}
}
