package grammar_test

import (
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
	"github.com/prokken/prokken/policy/grammar/negation"
)

// TestCovers: a claim may say more than the sentence, and never less.
func TestCovers(t *testing.T) {
	day := cookie.Lifetime(24 * 3600e9)
	open, lasting := claim.Cookie{Name: "a"}, claim.Cookie{Name: "a", Lifetime: &day}
	necessary := claim.AllCookies{Category: cookie.Necessary}
	tests := map[string]struct {
		claimed, read []claim.Condition
		covers        bool
	}{
		"nothing":  {nil, []claim.Condition{open}, false},
		"the same": {[]claim.Condition{lasting}, []claim.Condition{lasting}, true},
		"more":     {[]claim.Condition{lasting}, []claim.Condition{open}, true},
		"less":     {[]claim.Condition{open}, []claim.Condition{lasting}, false},
		"one of two": {
			[]claim.Condition{lasting},
			[]claim.Condition{lasting, claim.CookieCount(1)},
			false,
		},
		"all but not that there is one": {
			[]claim.Condition{claim.AllCookies{HTTPOnly: true}},
			[]claim.Condition{claim.Cookie{Name: "a", HTTPOnly: true}},
			false,
		},
		"all, and that there is one": {
			[]claim.Condition{claim.AllCookies{HTTPOnly: true}, open},
			[]claim.Condition{claim.Cookie{Name: "a", HTTPOnly: true}},
			true,
		},
		"among": {
			[]claim.Condition{claim.AllCookies{Among: []string{"a", "b"}, Secure: true}},
			[]claim.Condition{claim.Cookie{Name: "b", Secure: true}},
			true,
		},
		"another one": {
			[]claim.Condition{claim.AllCookies{Among: []string{"a"}, Secure: true}},
			[]claim.Condition{claim.Cookie{Name: "b", Secure: true}},
			false,
		},
		"each of all there are": {
			[]claim.Condition{claim.OnlyTheseCookies{"a"}, lasting, claim.Cookie{Name: "a", Secure: true}},
			[]claim.Condition{claim.AllCookies{Secure: true}},
			true,
		},
		"each of some": {
			[]claim.Condition{claim.Cookie{Name: "a", Secure: true}},
			[]claim.Condition{claim.AllCookies{Secure: true}},
			false,
		},
		"one of all there are": {
			[]claim.Condition{claim.OnlyTheseCookies{"a", "b"}, claim.Cookie{Name: "a", Secure: true}},
			[]claim.Condition{claim.AllCookies{Secure: true}},
			false,
		},
		"these are so many": {
			[]claim.Condition{claim.OnlyTheseCookies{"a", "b"}},
			[]claim.Condition{claim.CookieCount(2)},
			true,
		},
		"so many are not these": {
			[]claim.Condition{claim.CookieCount(2)},
			[]claim.Condition{claim.OnlyTheseCookies{"a", "b"}},
			false,
		},
		"only necessary, so no others": {
			[]claim.Condition{necessary},
			[]claim.Condition{claim.NoCookies{cookie.Marketing}},
			true,
		},
		"no others, so only necessary": {
			[]claim.Condition{claim.NoCookies{
				cookie.Marketing, cookie.Analytics, cookie.Functional, cookie.Preferences,
			}},
			[]claim.Condition{necessary},
			true,
		},
		"no marketing, so only necessary": {
			[]claim.Condition{claim.NoCookies{cookie.Marketing}},
			[]claim.Condition{necessary},
			false,
		},
		"another category": {
			[]claim.Condition{claim.NoCookies{cookie.Marketing}},
			[]claim.Condition{claim.NoCookies{cookie.Analytics}},
			false,
		},
		"needed, so declared":    {[]claim.Condition{claim.Needed{"a"}}, []claim.Condition{open}, true},
		"declared is not needed": {[]claim.Condition{open}, []claim.Condition{claim.Needed{"a"}}, false},
		"nothing from anywhere": {
			[]claim.Condition{claim.NothingLoadedFrom{claim.Elsewhere}},
			[]claim.Condition{claim.NothingLoadedFrom{"a.example"}},
			true,
		},
		"nothing from a host above": {
			[]claim.Condition{claim.NothingLoadedFrom{"a.example"}},
			[]claim.Condition{claim.NothingLoadedFrom{"js.a.example"}},
			true,
		},
		"nothing from a host that ends so": {
			[]claim.Condition{claim.NothingLoadedFrom{"a.example"}},
			[]claim.Condition{claim.NothingLoadedFrom{"xa.example"}},
			false,
		},
		"nothing from one host": {
			[]claim.Condition{claim.NothingLoadedFrom{"a.example"}},
			[]claim.Condition{claim.NothingLoadedFrom{claim.Elsewhere}},
			false,
		},
		"nothing loaded, third parties": {
			[]claim.Condition{claim.NothingLoadedFrom{claim.Elsewhere}},
			[]claim.Condition{claim.NoThirdPartyCookies(true)},
			false,
		},
		"there is one of the type": {
			[]claim.Condition{claim.Cookie{Name: "a", Category: cookie.Analytics}},
			[]claim.Condition{claim.HasCookies{cookie.Analytics}},
			true,
		},
		"all are of a type": {
			[]claim.Condition{necessary},
			[]claim.Condition{claim.HasCookies{cookie.Necessary}},
			false,
		},
		"another lifetime": {
			[]claim.Condition{lasting},
			[]claim.Condition{negation.Denied{Condition: claim.Cookie{Name: "a", Lifetime: new(cookie.Session)}}},
			true,
		},
		"this lifetime": {
			[]claim.Condition{lasting},
			[]claim.Condition{negation.Denied{Condition: lasting}},
			false,
		},
		"a denial of nothing known": {
			[]claim.Condition{open},
			[]claim.Condition{negation.Denied{Condition: lasting}},
			false,
		},
		"the other way round": {
			[]claim.Condition{claim.Outlives{Name: "a", Than: "b"}},
			[]claim.Condition{claim.Outlives{Name: "b", Than: "a"}},
			false,
		},
		"a contradiction": {
			[]claim.Condition{open},
			[]claim.Condition{negation.Contradiction("no")},
			false,
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			if got := grammar.Covers(tt.claimed, tt.read); got != tt.covers {
				t.Errorf("covers: %v, missing %#v", got, grammar.Missing(tt.claimed, tt.read))
			}
		})
	}
}

// TestEveryKindHasAFile: each kind of condition says what it states, and covers itself and
// nothing of another kind's example alone.
func TestEveryKindHasAFile(t *testing.T) {
	for _, kind := range claim.Kinds() {
		example := []claim.Condition{kind.Example}
		if !grammar.Covers(example, example) {
			t.Errorf("%s has no file in this package", kind.Name)
		}
		if grammar.Covers(nil, example) {
			t.Errorf("%s: nothing says it all", kind.Name)
		}
	}
}
