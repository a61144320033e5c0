package grammar_test

import (
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/policy/claim"
	"github.com/prokken/prokken/policy/grammar"
)

// TestPartsSayTheSame: a condition of each kind says what its parts say, no more and no less.
func TestPartsSayTheSame(t *testing.T) {
	for _, kind := range claim.Kinds() {
		whole := []claim.Condition{kind.Example}
		parts := claim.Parts(kind.Example)
		if len(parts) == 0 || !grammar.Covers(parts, whole) || !grammar.Covers(whole, parts) {
			t.Errorf("%s: %+v are not the parts of %+v", kind.Name, parts, kind.Example)
		}
	}
}

// TestNothingIsLostOfTheSame: a condition of each kind stands for itself.
func TestNothingIsLostOfTheSame(t *testing.T) {
	for _, kind := range claim.Kinds() {
		same := []claim.Condition{kind.Example}
		if lost := grammar.Lost(same, same); len(lost) > 0 {
			t.Errorf("%s: %+v", kind.Name, lost)
		}
		if lost := grammar.Lost(nil, same); len(lost) != 1 {
			t.Errorf("%s: nothing is lost where nothing is left", kind.Name)
		}
	}
}

// TestAnotherValueIsNotLost: where the cookies change, a check follows them; what it is about does
// not change.
func TestAnotherValueIsNotLost(t *testing.T) {
	day, week := cookie.Lifetime(24*time.Hour), cookie.Lifetime(7*24*time.Hour)
	for name, tt := range map[string]struct {
		now, before claim.Condition
		isLost      bool
	}{
		"another number":     {claim.CookieCount(3), claim.CookieCount(2), false},
		"another lifetime":   {claim.Cookie{Name: "a", Lifetime: &week}, claim.Cookie{Name: "a", Lifetime: &day}, false},
		"another cookie":     {claim.Cookie{Name: "b", Lifetime: &day}, claim.Cookie{Name: "a", Lifetime: &day}, true},
		"more cookies":       {claim.OnlyTheseCookies{"a", "b", "c"}, claim.OnlyTheseCookies{"a", "b"}, false},
		"another category":   {claim.NoCookies{cookie.Marketing}, claim.NoCookies{cookie.Analytics}, true},
		"another host":       {claim.NothingLoadedFrom{"a.example"}, claim.NothingLoadedFrom{"b.example"}, true},
		"any host":           {claim.NothingLoadedFrom{claim.Elsewhere}, claim.NothingLoadedFrom{"b.example"}, false},
		"some of all":        {claim.AllCookies{Among: []string{"a"}, HTTPOnly: true}, claim.AllCookies{HTTPOnly: true}, true},
		"another attribute":  {claim.AllCookies{Secure: true}, claim.AllCookies{HTTPOnly: true}, true},
		"another one needed": {claim.Needed{"b"}, claim.Needed{"a"}, true},
	} {
		lost := grammar.Lost([]claim.Condition{tt.now}, []claim.Condition{tt.before})
		if (len(lost) > 0) != tt.isLost {
			t.Errorf("%s: lost is %+v", name, lost)
		}
	}
}
