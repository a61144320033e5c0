package block_test

import (
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/block"
)

// TestEmptyRowOfStorage: a row in which nothing was typed is none, though something is chosen in
// it; one in which something was typed is complained of.
func TestEmptyRowOfStorage(t *testing.T) {
	kind, _ := block.FindKind("storage")
	typed := url.Values{
		"name.1": {"theme"}, "purpose.1": {"Colours."}, "kind.1": {"cache"}, "category.1": {"preferences"},
		"name.2": {""}, "purpose.2": {""}, "kind.2": {"local_storage"}, "category.2": {"necessary"},
	}
	want := block.Storage{{Kind: block.Cache, Name: "theme", Purpose: "Colours.", Category: cookie.Preferences}}
	got, problems := kind.Read(typed)
	if diff := cmp.Diff(block.Content(want), got); diff != "" || len(problems) > 0 {
		t.Errorf("%v %s", problems, diff)
	}
	typed.Set("purpose.2", "Something.")
	if got, _ := kind.Read(typed); got.Problem() == "" {
		t.Errorf("%+v is taken", got)
	}
}

// TestStorageIsNamed: a row says which things it means, once.
func TestStorageIsNamed(t *testing.T) {
	row := func(name string) block.Stored {
		return block.Stored{Kind: block.Cache, Name: name, Purpose: "x", Category: cookie.Necessary}
	}
	for name, tt := range map[string]struct {
		rows block.Storage
		fine bool
	}{
		"two": {block.Storage{row("a"), row("b_*")}, true}, "twice": {block.Storage{row("a"), row("a")}, false},
		"everything": {block.Storage{row("*")}, false}, "a sentence": {block.Storage{row("We keep nothing")}, false},
	} {
		if problem := tt.rows.Problem(); (problem == "") != tt.fine {
			t.Errorf("%s: %q", name, problem)
		}
	}
}
