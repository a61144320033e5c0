package grammar_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/discourse"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// TestConditions: what sentences state, condition by condition.
func TestConditions(t *testing.T) {
	c, _ := own(t)
	week := cookie.Lifetime(7 * 24 * 3600e9)
	tests := map[string][]claim.Condition{
		"We do not use advertising or tracking cookies.": {claim.NoCookies{cookie.Marketing, cookie.Analytics}},
		"We use no cookies at all.":                      {claim.NoCookies(cookie.Categories)},
		"We use analytics and marketing cookies.": {
			claim.HasCookies{cookie.Analytics}, claim.HasCookies{cookie.Marketing},
		},
		"We use tracking cookies.": {
			negation.Denied{Condition: claim.NoCookies{cookie.Analytics, cookie.Marketing}},
		},
		"We only use strictly necessary cookies.": {claim.AllCookies{Category: cookie.Necessary}},
		"We only use necessary and analytics cookies.": {
			claim.HasCookies{cookie.Necessary, cookie.Analytics},
			claim.NoCookies{cookie.Functional, cookie.Preferences, cookie.Marketing},
		},
		"We only use necessary and tracking cookies.": {
			claim.HasCookies{cookie.Necessary, cookie.Analytics, cookie.Marketing},
			claim.NoCookies{cookie.Functional, cookie.Preferences},
		},
		"We set two cookies: prokken_access and prokken_refresh.": {
			claim.CookieCount(2), claim.OnlyTheseCookies{access, refresh},
		},
		"prokken_refresh is httpOnly and lives for a week.": {
			claim.Cookie{Name: refresh, HTTPOnly: true}, claim.Cookie{Name: refresh, Lifetime: &week},
		},
		"prokken_refresh is not secure.": {
			claim.Cookie{Name: refresh}, negation.Denied{Condition: claim.Cookie{Name: refresh, Secure: true}},
		},
		"None of our cookies can be read by scripts.": {claim.AllCookies{HTTPOnly: true}},
		"Prokken sets prokken_access and prokken_refresh.": {
			claim.Cookie{Name: access}, claim.Cookie{Name: refresh},
		},
		"Both cookies are httpOnly.":                     {claim.CookieCount(2), claim.AllCookies{HTTPOnly: true}},
		"Our three cookies are secure.":                  {claim.CookieCount(3), claim.AllCookies{Secure: true}},
		"prokken_refresh is only sent to /api/auth.":     {claim.Cookie{Name: refresh, Path: "/api/auth"}},
		"You cannot log in without prokken_access.":      {claim.Needed{access}},
		"prokken_access expires before prokken_refresh.": {claim.Outlives{Name: refresh, Than: access}},
		"We do not track you across other websites.": {
			claim.NoThirdPartyCookies(true), claim.NothingLoadedFrom{claim.Elsewhere},
		},
		"We will ask for your consent before using analytics cookies.": {claim.ConsentBefore{cookie.Analytics}},
		"Stripe sets cookies on our site.": {
			negation.Denied{Condition: claim.NoThirdPartyCookies(true)},
			negation.Denied{Condition: claim.NothingLoadedFrom{"stripe.com"}},
		},
	}
	for says, want := range tests {
		if diff := cmp.Diff(want, read(t, says, c).Says); diff != "" {
			t.Errorf("%s: %s", says, diff)
		}
	}
}

// TestReferences: "it", "these" and "above" mean what stands there, or the sentence is not read.
func TestReferences(t *testing.T) {
	c, evidence := own(t)
	tests := map[string]struct {
		says  []string
		row   string
		holds bool // the last one
	}{
		"those spoken of":     {[]string{"Both cookies are secure.", "They are httpOnly."}, "", true},
		"the one spoken of":   {[]string{"prokken_refresh is secure.", "It is only sent to /api/auth."}, "", true},
		"the other one":       {[]string{"prokken_access is secure.", "It is only sent to /api/auth."}, "", false},
		"many is not one":     {[]string{"Both cookies are secure.", "It is httpOnly."}, "", false},
		"one is not many":     {[]string{"prokken_access is secure.", "They are httpOnly."}, "", false},
		"nobody spoke":        {[]string{"They are httpOnly."}, "", false},
		"an unread sentence":  {[]string{"Bananas are yellow.", "They are httpOnly."}, "", false},
		"none were spoken of": {[]string{"We use no analytics cookies.", "They are httpOnly."}, "", false},
		"two were compared":   {[]string{"prokken_refresh outlives prokken_access.", "It is httpOnly."}, "", false},
		"the row":             {[]string{"This cookie is only sent to /api/auth."}, refresh, true},
		"another row":         {[]string{"This cookie is only sent to /api/auth."}, access, false},
		"another one in the row": {
			[]string{"prokken_access is httpOnly.", "It is only sent to /api/auth."}, refresh, false,
		},
		"an unread one in the row":    {[]string{"Bananas are yellow.", "It is only sent to /api/auth."}, refresh, false},
		"within a sentence":           {[]string{"prokken_refresh is secure, and it is only sent to /api/auth."}, "", true},
		"the other one in a sentence": {[]string{"prokken_access is secure, and it is only sent to /api/auth."}, "", false},
		"of the row behind another":   {[]string{"prokken_access is secure; is only sent to /api/auth."}, refresh, false},
		"no others than those before": {[]string{"We set prokken_access.", "No other cookies are set."}, "", false},
		"no others than those of both": {
			[]string{"We set prokken_access and prokken_refresh.", "No other cookies are set."}, "", true,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			c, r := c, grammar.Reading{}
			c.Row = tt.row
			for _, says := range tt.says {
				r = read(t, says, c)
				c = r.Next(c)
			}
			if r.Holds(evidence) != tt.holds {
				t.Errorf("holds: %v, %#v, stopped at %q", r.Holds(evidence), r.Says, r.Unplaced)
			}
		})
	}
}

// TestUnplaced: an unread sentence names the token that has no place, as it is written.
func TestUnplaced(t *testing.T) {
	c, _ := own(t)
	for says, want := range map[string]string{
		"We do not use Advertising cookies (much).": "much",
		"We Mostly use cookies.":                    "Mostly",
		"They are httpOnly.":                        "",
		"prokken_access is not hidden from scripts": "",
		"": "",
	} {
		if r := read(t, says, c); r.Recognized() || r.Unplaced != want {
			t.Errorf("%q: %q", says, r.Unplaced)
		}
	}
}

// TestEveryReadingHasToHold: where words can mean two cookies, the sentence is said of both.
func TestEveryReadingHasToHold(t *testing.T) {
	const says = "The refresh cookie is httpOnly."
	for _, open := range []string{"", refresh, "refresh"} {
		c, evidence := own(t)
		more := evidence.Cookies[0]
		more.Name = "refresh" // so that "the refresh cookie" is it, or the one that stores the refresh token
		declared := append(slices.Clone(evidence.Cookies), more)
		for i := range declared {
			declared[i].HTTPOnly = declared[i].Name != open
		}
		c.Declared, evidence.Cookies = declared, declared
		if r := read(t, says, c); r.Holds(evidence) != (open == "") || !r.Recognized() {
			t.Errorf("with %q open: %#v", open, r.Says)
		}
	}
}

// TestTooManyReadings: a sentence whose readings double with each word is given up, and soon.
func TestTooManyReadings(t *testing.T) {
	c, _ := own(t)
	begun := time.Now()
	r := read(t, "prokken_access is httpOnly"+strings.Repeat(" and it is httpOnly", 500)+".", c)
	if r.Recognized() || time.Since(begun) > 10*time.Second {
		t.Errorf("recognized: %v, after %s", r.Recognized(), time.Since(begun))
	}
	if r := read(t, "prokken_access is httpOnly"+strings.Repeat(" and it is httpOnly", 3)+".", c); !r.Recognized() {
		t.Error("a few are too many")
	}
}

// TestOtherSites: what is said of a site without tokens, endpoints or cookies.
func TestOtherSites(t *testing.T) {
	bare := discourse.Context{Site: []string{"Acme"}}
	for _, says := range []string{
		"All our cookies are httpOnly.", "We only use strictly necessary cookies.", "They are secure.",
		"This cookie is secure.",
		"Stores your access token.", "sid is only sent to authentication endpoints.", "The refresh token cookie is secure.",
	} {
		if r := read(t, says, bare); r.Recognized() {
			t.Errorf("%s: %#v", says, r.Says)
		}
	}
	bare.Declared = []cookie.Declaration{{Name: "sid"}}
	if r := read(t, "Our two cookies are sid and sid.", bare); r.Holds(claim.Evidence{Cookies: bare.Declared}) {
		t.Errorf("one cookie is two: %#v", r.Says)
	}
	bare.Declared = nil
	for says, want := range map[string]bool{
		"Acme uses no cookies.": true, "We use cookies.": false, "We use analytics cookies.": false,
	} {
		if r := read(t, says, bare); r.Holds(claim.Evidence{}) != want || !r.Recognized() {
			t.Errorf("%s: %#v", says, r.Says)
		}
	}
}
