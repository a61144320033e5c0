package legal

import (
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/translation"
	"github.com/prokken/prokken/views"
)

// TestTicks: a tick stands behind a sentence that says what is checked, a hollow mark behind one
// of which a person confirmed it, and none behind a sentence that says something else.
func TestTicks(t *testing.T) {
	two := claim.Evidence{Cookies: []cookie.Declaration{{Name: "a", Path: "/"}, {Name: "b", Path: "/"}}}
	const tick, hollow, none = `class="checked"`, `class="checked checked-related"`, ""
	for says, want := range map[string]struct {
		condition claim.Condition
		confirmed bool
		mark      string
	}{
		"We set two cookies.":                               {claim.CookieCount(2), false, tick},
		"We set **two** cookies.":                           {claim.CookieCount(2), false, tick},
		"We set three cookies.":                             {claim.CookieCount(2), false, tick}, // never published
		"We set two cookies, mostly.":                       {claim.CookieCount(2), false, none},
		"A pair is set, as cookies go.":                     {claim.CookieCount(2), true, hollow},
		"We do not use cookies to track.":                   {claim.NoCookies{cookie.Marketing}, false, none},
		"We set [two cookies](/legal).":                     {claim.CookieCount(2), false, none},
		"We do not use any marketing or analytics cookies.": {claim.NoCookies{cookie.Marketing}, false, tick},
	} {
		d := policy.Document{Slug: "x", Title: "Cookies", Intro: []policy.Block{{
			UID: "b", Content: block.Prose(says), Claims: []claim.Claim{claim.About(says, want.condition)},
		}}}
		confirmed := policy.Confirmations{}
		if _, open := d.Bases(two, nil); want.confirmed {
			confirmed[open[0].Key] = policy.Confirmation{Key: open[0].Key, As: open[0].Proposed, By: policy.ByAdmin}
		}
		version := &site.Version{Document: d}
		version.Sentences, _ = d.Bases(two, confirmed)
		if mark := markOf(t, NewPolicy(version, Place{Facts: two}, nil)); mark != want.mark {
			t.Errorf("%s: %q", says, mark)
		}
	}
}

// TestKindsStand: behind a sentence that nothing checks stands what kind it is, in words, and in
// a translation stands no tick.
func TestKindsStand(t *testing.T) {
	d := policy.Document{Slug: "x", Title: "Cookies", Intro: []policy.Block{
		{
			UID:     "b",
			Content: block.Prose("Cookies are tiny. Cookies are small files. Bananas are yellow. We set no cookies."),
		},
	}}
	_, open := d.Bases(claim.Evidence{}, nil)
	confirmed := policy.Confirmations{}
	for _, u := range open {
		confirmed[u.Key] = policy.Confirmation{Key: u.Key, As: u.Proposed, By: policy.ByAdmin}
	}
	version := &site.Version{Document: d}
	version.Sentences, _ = d.Bases(claim.Evidence{}, confirmed)
	page := NewPolicy(version, Place{}, nil)
	html := shown(t, page)
	for _, want := range []string{
		`Cookies are small files.<wbr><a class="stated" href="#check_2" data-kind="general knowledge" aria-label="Not checked: general knowledge">`,
		`Bananas are yellow.<wbr><a class="stated" href="#check_3" data-kind="not checkable"`,
		`We set no cookies.<a class="checked" href="#check_4"`,
	} {
		if !strings.Contains(html, want) {
			t.Errorf("%s is missing: %s", want, html)
		}
	}
	if strings.Contains(html, "#check_1") {
		t.Errorf("two of a kind in a row bear two marks: %s", html)
	}
	page.Translated = &translation.Translated{Translation: &translation.Translation{}}
	if html := shown(t, page.withHTML()); strings.Contains(html, `class="checked`) ||
		strings.Contains(html, `class="stated`) {
		t.Errorf("words of a translation bear a mark: %s", html)
	}
	if beside := page.beside(d.Intro[0]); len(beside) != 1 || beside[0].Says != "We set no cookies." {
		t.Errorf("beside the translation: %+v", beside)
	}
}

func shown(t *testing.T, page Policy) string {
	t.Helper()
	var out strings.Builder
	b := page.Version.Document.Intro[0]
	if err := blockPage(b)(views.Site{}, page, b).Render(t.Context(), &out); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// markOf returns the class of the one mark of the page; "" if there is none.
func markOf(t *testing.T, page Policy) string {
	t.Helper()
	found := regexp.MustCompile(`class="(checked|stated)[^"]*"`).FindAllString(shown(t, page), -1)
	if len(found) > 1 {
		t.Fatalf("one mark is needed: %v", found)
	}
	return strings.Join(found, "")
}

// TestNoBorrowedTick: of two sentences of a block that read alike, of which nothing is checked of
// the one, neither bears a tick.
func TestNoBorrowedTick(t *testing.T) {
	const says = "It expires after 24 hours."
	for _, second := range []policy.SentenceBasis{
		{Block: "b", Says: says, Basis: policy.NoBasis, Stated: policy.GeneralKnowledge},
		{Block: "b", Says: says, Basis: policy.Attested},
	} {
		first := policy.SentenceBasis{Block: "b", Says: says, Basis: policy.Recognized}
		for _, sentences := range [][]policy.SentenceBasis{{first, second}, {second, first}} {
			version := &site.Version{
				Sentences: sentences,
				Document: policy.Document{Slug: "x", Title: "X", Intro: []policy.Block{
					{UID: "b", Content: block.Prose(says + "\n\n" + says)},
				}},
			}
			if html := shown(t, NewPolicy(version, Place{}, nil)); strings.Contains(html, `class="checked"`) {
				t.Errorf("a tick in %s", html)
			}
		}
	}
}
