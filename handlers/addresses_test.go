package handlers_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/models/modelstest"
)

// TestSlashesLeadToThePage: what people and programs write too many of.
func TestSlashesLeadToThePage(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for path, want := range map[string]string{
		"/legal/terms/":                     "/legal/terms",
		"/legal//terms":                     "/legal/terms",
		"//legal/terms":                     "/legal/terms",
		"/legal/terms/versions/1//":         "/legal/terms/versions/1",
		"/legal/":                           "/legal",
		"/pricing/?plan=a&b=%2F":            "/pricing?plan=a&b=%2F",
		"/privacy":                          "/legal/privacy-policy",
		"/privacy/":                         "/legal/privacy-policy",
		"/cookies//":                        "/legal/cookie-policy",
		"//legal//terms//versions//1.json/": "/legal/terms/versions/1.json",
	} {
		status, _, res := s.ask("GET", path, nil)
		if got := res.Request.URL.RequestURI(); status != http.StatusOK || got != want {
			t.Errorf("%s leads to %s with %d", path, got, status)
		}
	}
}

// TestSlashesLeadNowhereElse: no spelling leads to another site, and no form is sent on.
func TestSlashesLeadNowhereElse(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	for _, path := range []string{
		"//evil.example/", "/%5cevil.example/", "//%5c/evil.example//", "/%09//evil.example/", "/%2f%2fevil.example/",
	} {
		_, _, res := s.ask("GET", path, nil)
		to := res.Header.Get("Location")
		if strings.HasPrefix(to, "//") || strings.Contains(to, "://") ||
			strings.HasPrefix(strings.ToLower(to), "/%5c") ||
			strings.HasPrefix(strings.ToLower(to), "/%2f") {
			t.Errorf("%s leads to %s", path, to)
		}
	}
	s.verify(t,
		scenario{method: "POST", path: "/legal/consent/", status: http.StatusNotFound},
		scenario{path: "/api/auth/refresh/", status: http.StatusNotFound},
		scenario{path: "/dev/stripe/"},
	)
}

// TestOldVersionsAreNotListed by search engines: they list the policy itself.
func TestOldVersionsAreNotListed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	canonical := `<link rel="canonical" href="` + s.url + `/legal/terms">`
	for path, want := range map[string]string{
		"/legal/terms": "", "/legal/terms/versions": "", "/legal/terms/versions/1": "noindex",
		"/legal/terms/compare/1/1": "noindex", "/legal/terms/versions/1.json": "noindex",
	} {
		status, body, res := s.ask("GET", path, nil)
		if got := res.Header.Get("X-Robots-Tag"); got != want || status != http.StatusOK {
			t.Errorf("%s: %d, X-Robots-Tag %q", path, status, got)
		}
		if isPage := !strings.HasSuffix(path, ".json") && path != "/legal/terms/versions"; isPage &&
			!strings.Contains(body, canonical) {
			t.Errorf("%s has another canonical link", path)
		}
	}
	_, robots, _ := s.ask("GET", "/robots.txt", nil)
	if strings.Contains(robots, "/legal") {
		t.Error("robots.txt keeps search engines from reading that they are not to be listed")
	}
}
