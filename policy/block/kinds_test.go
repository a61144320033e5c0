package block_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/form"
)

// TestEveryKindIsComplete: each kind has all of its parts, and stands in the manual.
func TestEveryKindIsComplete(t *testing.T) {
	manual, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	menus := map[int]string{}
	for _, kind := range block.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			if kind.Label == "" || kind.Hint == "" || menus[kind.Menu] != "" || !json.Valid([]byte(kind.Schema)) {
				t.Errorf("a part is missing, or its place in the menu is that of %q: %+v", menus[kind.Menu], kind)
			}
			menus[kind.Menu] = kind.Name
			if block.KindOf(kind.Example) != kind || block.IsEmpty(kind.Example) || kind.Example.Problem() != "" {
				t.Errorf("the example: %s", kind.Example.Problem())
			}
			if len(kind.Example.Lines(nil)) == 0 {
				t.Error("a comparison shows nothing of it")
			}
			if !strings.Contains(string(manual), "`"+kind.Name+"`") {
				t.Error("docs/policies.md does not name it")
			}
		})
	}
}

// TestEveryKindIsRead: the JSON of each example and its untouched form give the same
// content again.
func TestEveryKindIsRead(t *testing.T) {
	declared := []cookie.Declaration{{Name: "prokken_access"}, {Name: "prokken_refresh", Path: "/api/auth"}}
	for _, kind := range block.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			written, err := json.Marshal(kind.Example)
			if err != nil {
				t.Fatal(err)
			}
			if read, err := kind.Decode(written); err != nil || !reflect.DeepEqual(read, kind.Example) {
				t.Errorf("%s is read as %+v: %v", written, read, err)
			}
			typed := kind.Example.Values()
			if again, problems := kind.Read(typed); len(problems) > 0 || !reflect.DeepEqual(again, kind.Example) {
				t.Errorf("the form gives %+v: %v", again, problems)
			}
			fields := form.Flat(kind.Form(form.Maker{Values: typed}, declared))
			for _, f := range fields {
				if f.Name == "" || f.Label == "" || f.Type == "" {
					t.Errorf("a field without a name, a label or a type: %+v", f)
				}
			}
			if fields[0].Name != kind.FirstField() {
				t.Errorf("the first field is %q, not %q", fields[0].Name, kind.FirstField())
			}
		})
	}
}

// TestTranslateLeavesTheOriginal: a translation is a copy, which differs in each text that
// is visited.
func TestTranslateLeavesTheOriginal(t *testing.T) {
	for _, kind := range block.Kinds() {
		before, _ := json.Marshal(kind.Example)
		visited := 0
		translated := kind.Example.Translate(func(_, label, text string) string {
			if text != "" {
				visited++
			}
			if label == "" {
				t.Errorf("%s: translators call a text nothing", kind.Name)
			}
			return text + "!"
		})
		after, _ := json.Marshal(kind.Example)
		written, _ := json.Marshal(translated)
		if string(before) != string(after) || strings.Count(string(written), "!") < visited {
			t.Errorf("%s: %s became %s, translated %s", kind.Name, before, after, written)
		}
	}
}
