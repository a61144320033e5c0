package legal

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/views"
)

// TestTicks: a tick stands behind a sentence that says what its claim checks, a hollow mark
// behind one that says something else or more, and behind every one of a translation.
func TestTicks(t *testing.T) {
	two := claim.Evidence{Cookies: []cookie.Declaration{{Name: "a", Path: "/"}, {Name: "b", Path: "/"}}}
	for says, want := range map[string]struct {
		condition claim.Condition
		ticks     bool
	}{
		"We set two cookies.":                               {claim.CookieCount(2), true},
		"We set three cookies.":                             {claim.CookieCount(2), false},
		"We set two cookies, mostly.":                       {claim.CookieCount(2), false},
		"We do not use cookies to track.":                   {claim.NoCookies{cookie.Marketing}, false},
		"We set [two cookies](/legal).":                     {claim.CookieCount(2), false},
		"We do not use any marketing or analytics cookies.": {claim.NoCookies{cookie.Marketing}, false},
		"We do not use any marketing cookies.":              {claim.NoCookies{cookie.Marketing, cookie.Analytics}, true},
	} {
		version := &site.Version{Document: policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{{
			UID: "b", Content: block.Prose(says), Claims: []claim.Claim{claim.About(says, want.condition)},
		}}}}
		original := NewPolicy(version, two, nil)
		translated := original
		translated.Translated = &site.Translated{}
		if ticks := hasTick(t, original); ticks != want.ticks {
			t.Errorf("%s: ticked: %t", says, ticks)
		}
		if translated.ticks(1) {
			t.Errorf("%s is ticked in a translation", says)
		}
	}
}

// hasTick reports whether the one mark of the page is a tick.
func hasTick(t *testing.T, page Policy) bool {
	t.Helper()
	var out strings.Builder
	b := page.Version.Document.Intro[0]
	if err := blockPage(b)(views.Site{}, page, b).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	if strings.Count(out.String(), `class="checked`) != 1 {
		t.Fatalf("one mark is needed: %s", out.String())
	}
	return strings.Contains(out.String(), `class="checked"`)
}
