package policy_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// TestCommentsChangeNothing: beside every kind of text, whatever they hold, they
// stay comments.
func TestCommentsChangeNothing(t *testing.T) {
	d := policy.Document{Slug: "x", Title: "Of: this", Intro: []policy.Block{
		{UID: "a", Content: block.Prose("One line")},
		{UID: "b", Content: block.Prose("Two\nlines")},
		{UID: "c", Content: block.List{"- \"quoted\" # text", "plain"}},
	}}
	beside := map[string]string{
		"/title": "why\nslug: evil\u2028#\u0085\x00", "/intro/0/prose": "of one", "/intro/1/prose": "of two",
		"/intro/2/list/0": "of three", "/intro/9/prose": "of none",
	}
	text, err := d.CommentedYAML([]string{"top", "", "two\nslug: evil"}, beside)
	if err != nil {
		t.Fatal(err)
	}
	back, err := policy.ParseYAML(text)
	if diff := cmp.Diff(d, back, cmpopts.EquateEmpty()); err != nil || diff != "" {
		t.Fatalf("%v %s\n%s", err, diff, text)
	}
	for _, want := range []string{
		"# top\n#\n# two slug: evil\nslug: x\n", "title: \"Of: this\" # why slug: evil #\n", "One line # of one\n",
		"prose: |- # of two\n", "text\" # of three\n",
	} {
		if !strings.Contains(string(text), want) {
			t.Errorf("no %q in\n%s", want, text)
		}
	}
}
