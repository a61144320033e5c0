package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func TestJourney(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		if status, body := s.logIn("ada@example.com"); status != http.StatusOK ||
			!strings.Contains(body, "Your account") {
			t.Fatalf("log-in ended with %d %s", status, body)
		}
		if status, body, _ := s.ask("GET", "/api/me", nil); status != http.StatusOK ||
			!strings.Contains(body, "ada@example.com") {
			t.Errorf("me: %d %s", status, body)
		}
		s.loseAccess()
		if status, body, res := s.ask("GET", "/account", nil); status != http.StatusOK ||
			!strings.Contains(body, "ada@example.com") ||
			res.Request.URL.RawQuery != "" {
			t.Errorf("after the access cookie was lost: %d at %s", status, res.Request.URL)
		}
		if _, _, res := s.ask("POST", "/api/auth/logout", nil); res.Request.URL.Path != "/" {
			t.Errorf("logged out to %s", res.Request.URL)
		}
		if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
			t.Errorf("me after log-out: %d", status)
		}
	})
}

// loseAccess drops the access cookie, as when it ran out.
func (s *site) loseAccess() {
	home, _ := url.Parse(s.url + "/")
	s.client.Jar.SetCookies(home, []*http.Cookie{{Name: "prokken_access", Path: "/", MaxAge: -1}})
}

func TestBadInput(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		tests := map[string]struct {
			path    string
			form    url.Values
			headers []string
			status  int
			shows   string
		}{
			"wrong password": {
				"/api/auth/login",
				url.Values{"email": {"ada@example.com"}, "password": {"wrong"}},
				nil,
				401,
				`value="ada@example.com"`,
			},
			"unknown address": {
				"/api/auth/login",
				url.Values{"email": {"bob@example.com"}, "password": {"wrong"}},
				nil,
				401,
				"do not match",
			},
			"malformed address": {
				"/api/auth/signup",
				url.Values{"email": {"ada"}, "password": {secret}},
				nil,
				422,
				`value="ada"`,
			},
			"short password": {
				"/api/auth/signup",
				url.Values{"email": {"eve@example.com"}, "password": {"violet tram"}}, // eleven characters
				nil,
				422,
				"at least 12",
			},
			"not UTF-8": {
				"/api/auth/signup",
				url.Values{"email": {"\xff@example.com"}, "password": {secret}},
				nil,
				400,
				"not valid UTF-8",
			},
			"forged link": {"/verify", url.Values{"token": {"x.y"}}, nil, 410, "has expired"},
			"from another site": {
				"/api/auth/login",
				url.Values{},
				[]string{"Sec-Fetch-Site", "cross-site"},
				403,
				"another site",
			},
			"too large": {"/api/auth/login", url.Values{"email": {strings.Repeat("a", 1<<20)}}, nil, 413, "too large"},
			"taken address": {
				"/api/auth/signup",
				url.Values{"email": {"ada@example.com"}, "password": {secret}},
				nil,
				200,
				"Check your email",
			},
			"new address": {
				"/api/auth/signup",
				url.Values{"email": {"new@example.com"}, "password": {secret}},
				nil,
				200,
				"Check your email",
			},
			"hostile next": {
				"/api/auth/login",
				url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {"//evil.example"}},
				nil,
				200,
				"Overview",
			},
		}
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				if status, body, _ := s.ask("POST", tt.path, tt.form, tt.headers...); status != tt.status ||
					!strings.Contains(body, tt.shows) {
					t.Errorf("%d %s", status, body)
				}
			})
		}
		for path, want := range map[string]int{"/legal/nothing": 404, "/legal/cookie-policy/versions/x": 404, "/legal/%ff": 400, "/setup?token=x": 410} {
			if status, _, _ := s.ask("GET", path, nil); status != want {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}

func TestRefreshIsForPagesAlone(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for name, headers := range map[string][]string{
		"a picture":  {"Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"},
		"a frame":    {"Sec-Fetch-Dest", "iframe"},
		"a prefetch": {"Sec-Purpose", "prefetch;prerender"},
	} {
		if status, _, res := s.ask("GET", "/api/auth/refresh", nil, headers...); status != http.StatusForbidden ||
			res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, body, _ := s.ask("GET", "/api/auth/refresh?next=/pricing", nil, "Sec-Fetch-Mode", "", "Sec-Fetch-Dest", ""); status != http.StatusOK ||
		!strings.Contains(body, `value="/pricing"`) {
		t.Errorf("a browser that says nothing: %d", status)
	}
}

// TestNoRedirectLoops: a browser that keeps no cookies, or lost one of them,
// ends somewhere.
func TestNoRedirectLoops(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	s.client.Jar = nil
	if status, _, res := s.ask("GET", "/account", nil); status != http.StatusOK || res.Request.URL.Path != "/login" {
		t.Errorf("without cookies: %d at %s", status, res.Request.URL)
	}
	s.forget()
	s.logIn("admin@example.com")
	refresh, _ := url.Parse(s.url + "/api/auth")
	s.client.Jar.SetCookies(refresh, []*http.Cookie{{Name: "prokken_refresh", Path: "/api/auth", MaxAge: -1}})
	s.later(20 * time.Hour) // the access token is due to be renewed ahead
	if status, _, res := s.ask("GET", "/account", nil); status != http.StatusOK || res.Request.URL.Path != "/account" {
		t.Errorf("without a refresh cookie: %d at %s", status, res.Request.URL)
	}
}

// TestRenewedAhead: while a person opens a page, before the token runs out.
func TestRenewedAhead(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	home, _ := url.Parse(s.url)
	before := s.client.Jar.Cookies(home)[0].Value
	s.later(20 * time.Hour)
	if status, _, res := s.ask("GET", "/account", nil); status != http.StatusOK ||
		res.Request.URL.RequestURI() != "/account" {
		t.Errorf("%d at %s", status, res.Request.URL)
	}
	if s.client.Jar.Cookies(home)[0].Value == before {
		t.Error("the access token is the old one")
	}
	if _, _, res := s.ask("HEAD", "/api/auth/refresh", nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("HEAD refreshes: %d", res.StatusCode)
	}
}

// TestLogInEndsTheSessionOfBefore, of the same browser.
func TestLogInEndsTheSessionOfBefore(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	home, _ := url.Parse(s.url)
	before := s.client.Jar.Cookies(home)[0]
	s.logIn("ada@example.com")
	s.client.Jar.SetCookies(home, []*http.Cookie{before})
	if status, _, _ := s.ask("GET", "/api/me", nil); status != http.StatusUnauthorized {
		t.Errorf("its token: %d", status)
	}
}
