package cookie

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

type reasons []Reason

func (r *reasons) ReportUndeclared(_ *http.Request, _ http.Header, _ string, why Reason) {
	*r = append(*r, why)
}

// TestTheGateSaysWhy: in one of few words, which name no cookie.
func TestTheGateSaysWhy(t *testing.T) {
	for line, want := range map[string]Reason{
		"_csrf=x; Path=/": Undeclared,
		"prokken_access=a; Path=/; Max-Age=86401; HttpOnly; Secure; SameSite=Lax":     Different,
		"prokken_access=a,b=c; Path=/; Max-Age=86400; HttpOnly; Secure; SameSite=Lax": Malformed,
	} {
		var reported reasons
		NewGate(mint(true), &reported).Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Add("Set-Cookie", line)
		})).ServeHTTP(httptest.NewRecorder(), request(ownHost))
		if len(reported) != 1 || reported[0] != want {
			t.Errorf("%s: %q", line, reported)
		}
	}
}
