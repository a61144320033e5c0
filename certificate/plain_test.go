package certificate

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

var noRedirect = &http.Client{
	CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
}

func TestPlainLeadsToHTTPS(t *testing.T) {
	t.Parallel()
	tests := []struct{ host, path, want string }{
		{"prokken.example", "/", "https://prokken.example/"},
		{"www.prokken.example", "/a/b?c=d&e=%2F", "https://www.prokken.example/a/b?c=d&e=%2F"},
		{"WWW.Prokken.Example:80", "/", "https://www.prokken.example/"},
		{"evil.example", "/pricing", "https://prokken.example/pricing"},
		{"203.0.113.9", "/", "https://prokken.example/"},
		{"[2001:db8::1]:80", "/", "https://prokken.example/"},
		{"prokken.example", "//evil.example/x", "https://prokken.example//evil.example/x"},
		{"prokken.example", "/a%0d%0aSet-Cookie:%20a=b", "https://prokken.example/a%0d%0aSet-Cookie:%20a=b"},
		{"prokken.example", "/.well-known/acme-challenge/none", "https://prokken.example/.well-known/acme-challenge/none"},
	}
	plain := Open(Settings{
		Domains: []string{"prokken.example", "www.prokken.example"}, Directory: "https://127.0.0.1:1/dir", Folder: t.TempDir(),
		HTTPSPort: 8443, // where 443 leads to
	})
	t.Cleanup(plain.Close)
	for _, tt := range tests {
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			r := httptest.NewRequest(method, tt.path, strings.NewReader("x"))
			r.Host = tt.host
			w := httptest.NewRecorder()
			plain.Plain().ServeHTTP(w, r)
			if w.Code != http.StatusPermanentRedirect || w.Header().Get("Location") != tt.want {
				t.Errorf("%s %s%s leads to %d %s", method, tt.host, tt.path, w.Code, w.Header().Get("Location"))
			}
		}
	}
}

// TestPlainNamesAnotherPort: where visitors reach https elsewhere than on 443, the way there says so.
func TestPlainNamesAnotherPort(t *testing.T) {
	t.Parallel()
	k := Open(Settings{Domains: []string{"prokken.example"}, Directory: "https://127.0.0.1:1/dir", Folder: t.TempDir(), Port: "8443"})
	t.Cleanup(k.Close)
	w := httptest.NewRecorder()
	k.Plain().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "http://prokken.example/x", nil))
	if got := w.Header().Get("Location"); got != "https://prokken.example:8443/x" {
		t.Error(got)
	}
}
