package claim_test

import (
	"encoding/json"
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/form"
)

// TestEveryKindIsComplete: each kind has all of its parts, and a line in the manual.
func TestEveryKindIsComplete(t *testing.T) {
	manual, err := os.ReadFile("../../docs/policies.md")
	if err != nil {
		t.Fatal(err)
	}
	menus := map[int]string{}
	for _, kind := range claim.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			if kind.Label == "" || kind.Position == 0 || menus[kind.Menu] != "" || kind.Form == nil || kind.Read == nil ||
				!json.Valid([]byte(kind.Schema)) {
				t.Errorf("a part is missing, or its place in the menu is that of %q: %+v", menus[kind.Menu], kind)
			}
			menus[kind.Menu] = kind.Name
			if claim.KindOf(kind.Example) != kind || kind.Example.Problem() != "" {
				t.Errorf("the example: %s", kind.Example.Problem())
			}
			statuses, verdicts := kind.Example.Check(
				claim.Evidence{},
			), kind.Example.Judge(
				claim.Observations{},
			)
			if len(statuses) == 0 || statuses[0].Words == "" || len(verdicts) == 0 || verdicts[0].Words == "" {
				t.Errorf("checked %+v, judged %+v", statuses, verdicts)
			}
			if !strings.Contains(string(manual), "| `"+kind.Name+": ") {
				t.Error("docs/policies.md has no line about it")
			}
		})
	}
}

// TestEveryKindIsRead: the JSON of each example and its untouched form give the same
// condition again.
func TestEveryKindIsRead(t *testing.T) {
	declared := []cookie.Declaration{{Name: "a"}, {Name: "b"}}
	for _, kind := range claim.Kinds() {
		t.Run(kind.Name, func(t *testing.T) {
			written, err := json.Marshal(claim.About("Words.", kind.Example))
			if err != nil {
				t.Fatal(err)
			}
			var read claim.Claim
			if err := json.Unmarshal(written, &read); err != nil ||
				!reflect.DeepEqual(read.Conditions, []claim.Condition{kind.Example}) {
				t.Errorf("%s is read as %+v: %v", written, read, err)
			}
			typed := kind.Example.Values()
			again, problems := kind.Read(typed)
			if len(problems) > 0 || !reflect.DeepEqual(again, kind.Example) {
				t.Errorf("the form gives %+v: %v", again, problems)
			}
			for _, f := range kind.Form(form.Maker{Values: typed}, declared) {
				if f.Name == "" || f.Label == "" || f.Type == "" {
					t.Errorf("a field without a name, a label or a type: %+v", f)
				}
			}
		})
	}
}
