package handlers_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestOtherHosts: on a host that is not the site's pages are read, but nobody is told that they
// are logged in, because no cookie can be set there.
func TestOtherHosts(t *testing.T) {
	login := url.Values{"email": {"ada@example.com"}, "password": {secret}}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		for name, tt := range map[string]struct {
			method, host, path string
			form               url.Values
			status             int
			shows              string
			sets               int // cookies
		}{
			"a page elsewhere":     {"GET", "elsewhere.example", "/legal/cookie-policy", nil, 200, "prokken_access", 0},
			"its address":          {"POST", "prokken.com", "/api/auth/login", login, 303, "", 2},
			"this machine":         {"POST", "localhost:8080", "/api/auth/login", login, 303, "", 2},
			"elsewhere":            {"POST", "elsewhere.example", "/api/auth/login", login, 421, "at its own address", 0},
			"a name that contains": {"POST", "prokken.com.evil.example", "/api/auth/login", login, 421, "at its own address", 0},
			"consent elsewhere": {
				"POST", "elsewhere.example", "/legal/consent", url.Values{"choice": {"accept"}}, 421, "at its own address", 0,
			},
		} {
			status, body, sets := s.askHost(t, tt.method, tt.host, tt.path, tt.form)
			if status != tt.status || !strings.Contains(body, tt.shows) || len(sets) != tt.sets {
				t.Errorf("%s: %d, cookies %q, shows %q: %t", name, status, sets, tt.shows, strings.Contains(body, tt.shows))
			}
		}
	})
}

// askHost sends a request with that Host, without cookies, and follows no redirect.
func (s *site) askHost(t *testing.T, method, host, path string, form url.Values) (int, string, []string) {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	r.Host = host
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	res, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		t.Fatal(err)
	}
	return res.StatusCode, string(body), res.Header.Values("Set-Cookie")
}
