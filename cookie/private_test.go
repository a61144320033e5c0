package cookie

import (
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestAnAnswerWithACookieIsForOneBrowser: whatever its page lets caches keep, and only where a
// cookie is left in it.
func TestAnAnswerWithACookieIsForOneBrowser(t *testing.T) {
	for name, tt := range map[string]struct{ says, sets, want string }{
		"asks each time":      {"no-cache", "", "private, no-cache"},
		"for five minutes":    {"public, max-age=300", "", "private, no-cache"},
		"says nothing":        {"", "", "private, no-cache"},
		"is private":          {"private, max-age=60", "", "private, max-age=60"},
		"is kept by nobody":   {"no-store", "", "no-store"},
		"loses its cookie":    {"no-cache", "third=x", "no-cache"},
		"another declaration": {"no-cache", "prokken_access=x; Path=/other", "no-cache"},
	} {
		m := mint(true)
		gate := NewGate(m, &reports{})
		w := httptest.NewRecorder()
		gate.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			if tt.says != "" {
				w.Header().Set("Cache-Control", tt.says)
			}
			if tt.sets == "" {
				m.Set(w, Access, "token")
			} else {
				w.Header().Add("Set-Cookie", tt.sets)
			}
		})).ServeHTTP(w, request(ownHost))
		if got := w.Header().Get("Cache-Control"); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
