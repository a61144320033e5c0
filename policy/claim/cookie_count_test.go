package claim_test

import (
	"testing"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
)

// TestPatternsAreNotCounted: a pattern means any number of cookies, so nobody can say how many
// there are; an audit counts what was set.
func TestPatternsAreNotCounted(t *testing.T) {
	declared := []cookie.Declaration{{Name: "sid"}, {Name: "_ga_*"}}
	if claim.CookieCount(2).Check(claim.Evidence{Cookies: declared})[0].Untrue == "" {
		t.Error("two cookies, of which one is a pattern")
	}
	if untrue := claim.CookieCount(1).Check(claim.Evidence{Cookies: declared[:1]})[0].Untrue; untrue != "" {
		t.Error(untrue)
	}
	seen := claim.Observations{Cookies: []claim.ObservedCookie{
		{Name: "sid", Declared: true},
		{Name: "_ga_*", As: "_ga_1", Declared: true},
		{Name: "_ga_*", As: "_ga_2", Declared: true},
	}}
	if v := claim.CookieCount(2).Judge(seen)[0]; v.Result != claim.Fails {
		t.Errorf("%+v", v)
	}
	if v := claim.CookieCount(3).Judge(seen)[0]; v.Result != claim.Holds {
		t.Errorf("%+v", v)
	}
}
