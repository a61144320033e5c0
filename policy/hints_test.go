package policy_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// TestHints: what could be better is said, and nothing is refused for it.
func TestHints(t *testing.T) {
	d := policy.Document{
		Slug: "x", Title: "X",
		Intro: []policy.Block{
			{UID: "a", Content: block.Prose("[Click  here!](/a) and [**HERE**](/b), or the [Terms](/legal/terms).")},
		},
		Sections: []policy.Section{
			{Anchor: "full", Title: "Full", Sections: []policy.Section{{Anchor: "empty", Title: "Empty"}}},
			{
				Anchor: "list",
				Title:  "List",
				Blocks: []policy.Block{{UID: "b", Content: block.List{"[read\nmore…](/c)", "[Here we are](/d)"}}},
			},
		},
	}
	var got []string
	for _, hint := range d.Hints() {
		got = append(got, hint.String())
	}
	const vague = " does not say where it leads. Name the page in its words."
	want := []string{
		"a: The link “Click  here!”" + vague, "a: The link “HERE”" + vague,
		"empty: The section “Empty” is empty.", "b: The link “read more…”" + vague,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if err := d.Validate(); err != nil {
		t.Errorf("refused: %v", err)
	}
}
