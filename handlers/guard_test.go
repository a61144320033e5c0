package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestGuards asks for every row of the route table as a stranger, a member and
// an admin. JSON, so that a refusal is a status and not a way to the log-in.
func TestGuards(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		again := func() {}
		refused := func(row handlers.Row) int {
			again()
			s.client.CheckRedirect = stay
			defer func() { s.client.CheckRedirect = nil }()
			path := strings.NewReplacer(":slug", "cookie-policy", ":number", "1", ":hash", "x", ":name", "y", ":language", "bn").Replace(row.Path)
			status, _, _ := s.ask(row.Method, path, nil, "Accept", "application/json")
			if status != http.StatusUnauthorized && status != http.StatusForbidden {
				return 0
			}
			return status
		}
		check := func(who string, want func(handlers.Row) int) {
			for _, row := range s.server.Rows() {
				if strings.HasPrefix(row.Path, "/api/auth/") {
					continue // they judge tokens themselves, and end sessions
				}
				if refused(row) != want(row) {
					t.Errorf("%s %s as %s: not %d", row.Method, row.Path, who, want(row))
				}
			}
		}
		check("a stranger", func(r handlers.Row) int {
			if r.Member || r.Admin {
				return http.StatusUnauthorized
			}
			return 0
		})
		s.signUp("ada@example.com")
		again = func() { s.backIn("ada@example.com") } // some rows end the session
		check("a member", func(r handlers.Row) int {
			if r.Admin {
				return http.StatusForbidden
			}
			return 0
		})
		s.admin()
		again = func() { s.backIn("admin@example.com") }
		check("an admin", func(handlers.Row) int { return 0 })
	})
}

// backIn logs in unless that is who is logged in.
func (s *site) backIn(email string) {
	s.t.Helper()
	if _, me, _ := s.ask("GET", "/api/me", nil); !strings.Contains(me, email) {
		s.forget()
		s.logIn(email)
	}
}

// TestPanicTakesNothingElseDown: the page shows a request id and nothing else.
func TestPanicTakesNothingElseDown(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.broken.Store(true)
	status, body, res := s.ask("GET", "/dev/stripe/boom", nil)
	if id := res.Header.Get("X-Request-Id"); status != http.StatusInternalServerError || id == "" || !strings.Contains(body, id) {
		t.Errorf("%d %s", status, body)
	}
	if strings.Contains(body, "a secret detail") || strings.Contains(body, "goroutine") {
		t.Error("the page tells what broke")
	}
	if status, _, _ := s.ask("GET", "/healthz", nil); status != http.StatusOK {
		t.Errorf("afterwards: %d", status)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for _, path := range []string{"/", "/legal/cookie-policy", "/nothing", "/api/me", "/dev/mail.json"} {
		_, _, res := s.ask("GET", path, nil, "Origin", "https://evil.example")
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") || strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin", "Cross-Origin-Opener-Policy": "same-origin",
			"Cross-Origin-Resource-Policy": "same-origin", "Access-Control-Allow-Origin": "", "Strict-Transport-Security": "",
		} {
			if got := res.Header.Get(name); got != want {
				t.Errorf("%s: %s is %q", path, name, got)
			}
		}
	}
}

// TestHTTPSHeaders: where the site has https, browsers keep to it for two years.
func TestHTTPSHeaders(t *testing.T) {
	headers := handlers.SecurityHeaders(config.Config{BaseURL: "https://prokken.com", Environment: config.Production})
	if got := headers.Get("Strict-Transport-Security"); got != "max-age=63072000; includeSubDomains" {
		t.Error(got)
	}
}

// TestCookiesAreSmall: browsers drop what is larger than 4096 bytes.
func TestCookiesAreSmall(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	long := strings.Repeat("a", 200) + "@" + strings.Repeat("b", 40) + ".example"
	if err := s.accounts.CreateAdmin(t.Context(), long, secret); err != nil {
		t.Fatal(err)
	}
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	_, _, res := s.ask("POST", "/api/auth/login", url.Values{"email": {long}, "password": {secret}})
	if len(res.Cookies()) != 2 {
		t.Errorf("%d cookies", len(res.Cookies()))
	}
	for _, c := range res.Cookies() {
		if len(c.Raw) > 1000 {
			t.Errorf("%s has %d bytes", c.Name, len(c.Raw))
		}
	}
}
