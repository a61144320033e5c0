package legal

import (
	"html"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// TestBlockPagesAreOfKinds: each way to print a block is that of a kind.
func TestBlockPagesAreOfKinds(t *testing.T) {
	for name := range blockPages {
		if _, found := block.FindKind(name); !found {
			t.Errorf("there is no kind %q", name)
		}
	}
}

// TestEveryKindIsPrinted: the page has each text of a block of every kind. What makes
// itself has none.
func TestEveryKindIsPrinted(t *testing.T) {
	declared := []cookie.Declaration{{Name: "prokken_access"}, {Name: "prokken_refresh", Path: "/api/auth"}}
	for _, kind := range block.Kinds() {
		b := policy.Block{UID: "b", Content: kind.Example}
		version := &site.Version{
			Document: policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{b}},
			History:  []site.Version{{Number: 1, Summary: "The first."}},
		}
		page := NewPolicy(
			version,
			Place{Facts: claim.Evidence{Cookies: declared}},
			[]views.Link{{Title: "Terms", Href: "/legal/terms"}},
		)
		var out strings.Builder
		if err := blockPage(b)(views.Site{}, page, b).Render(t.Context(), &out); err != nil || out.Len() == 0 {
			t.Errorf("%s is printed as %q: %v", kind.Name, out.String(), err)
		}
		printed := html.UnescapeString(
			strings.NewReplacer("<em>", "*", "</em>", "*", "</p>\n<p>", "\n\n").Replace(out.String()),
		)
		for _, text := range block.Printed(kind.Example, declared) {
			if !strings.Contains(printed, text.Words) {
				t.Errorf("%s prints no %q: %s", kind.Name, text.Words, printed)
			}
		}
	}
}
