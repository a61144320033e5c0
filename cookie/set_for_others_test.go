package cookie

import (
	"net/http"
	"net/http/httptest"
	"testing"
	"time"
)

// TestTheProgramSetsItsOwnNecessaryCookiesAlone: what needs consent, and what somebody else sets,
// does not leave with a value, though it is as declared.
func TestTheProgramSetsItsOwnNecessaryCookiesAlone(t *testing.T) {
	own := Declaration{"own", "x", Necessary, "", "", "/", Lifetime(time.Hour), true, true, Lax}
	optional, foreign := own, own
	optional.Name, optional.Category = "optional", Analytics
	foreign.Name, foreign.Party = "foreign", "Stripe"
	all := []Declaration{own, optional, foreign}
	for _, d := range all {
		m, reported, w := NewMint(&testSite{all, nil}, true), reports{}, httptest.NewRecorder()
		NewGate(m, &reported).Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Set-Cookie", m.header(d, "value", d.Lifetime.Seconds()))
		})).ServeHTTP(w, request(ownHost))
		left := len(w.Header()["Set-Cookie"]) > 0
		if left != (d.Name == "own") || left == (len(reported) > 0) {
			t.Errorf("%s: %q, reported %q", d.Name, w.Header()["Set-Cookie"], reported)
		}
	}
}
