package handlers_test

import (
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/policies"
)

// TestAnswersThatSetCookiesAreForOneBrowser asks for every row of the table with a cookie that left
// the policy: no cache that browsers share may keep an answer that sets or takes back a cookie.
func TestAnswersThatSetCookiesAreForOneBrowser(t *testing.T) {
	s := asking(t, modelstest.SQLite(t))
	s.declare(policies.Editorial, keepsChoice, showsAds)
	handler, setting := s.server.Handler(), 0
	for _, row := range s.server.Rows() {
		path := strings.ReplaceAll(row.Path, ":slug", "terms")
		r := httptest.NewRequest(row.Method, s.url+path, strings.NewReader(""))
		r.Header.Set("Cookie", "_visits=1")
		w := httptest.NewRecorder()
		handler.ServeHTTP(w, r)
		if len(w.Header().Values("Set-Cookie")) == 0 {
			continue
		}
		setting++
		kept := w.Header().Get("Cache-Control")
		if !strings.Contains(kept, "private") && !strings.Contains(kept, "no-store") {
			t.Errorf("%s %s sets a cookie, and says %q to caches", row.Method, row.Path, kept)
		}
	}
	if setting < 20 {
		t.Errorf("only %d rows took the cookie back", setting)
	}
}
