package handlers_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	siterows "github.com/prokken/prokken/models/sites"
	sites "github.com/prokken/prokken/site"
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
				t.Errorf(
					"%s: %d, cookies %q, shows %q: %t",
					name,
					status,
					sets,
					tt.shows,
					strings.Contains(body, tt.shows),
				)
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

// inProduction is a server that sells nothing in tests, and is run as one in production.
func inProduction(c *config.Config, s *sites.Settings) {
	c.Environment, s.Loopback = config.Production, false
}

// TestOtherNamesLeadHome: in production whoever reads under another name is led to the site's
// own address, with the page and the query; what has to answer under any name does.
func TestOtherNamesLeadHome(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db, inProduction)
		shop := siterows.Site{
			ID: models.NewSiteID(), Slug: "shop", Kind: siterows.CustomerSite, Address: "https://shop.example",
			CreatedAt: models.Now(),
		}
		if err := siterows.Create(t.Context(), db, &shop); err != nil {
			t.Fatal(err)
		}
		for _, tt := range []struct {
			method, host, path string
			status             int
			to                 string
		}{
			{"GET", "www.prokken.com", "/legal/terms?x=1", 308, s.url + "/legal/terms?x=1"},
			{"HEAD", "elsewhere.example", "/", 308, s.url + "/"},
			{"GET", "www.prokken.com", "//evil.example/", 308, s.url + "/evil.example/"},
			{"GET", "www.prokken.com:443", "/account", 308, s.url + "/account"},
			{"GET", "www.prokken.com", "/nothing", 308, s.url + "/nothing"},
			{"GET", "prokken.com", "/legal/terms", 200, ""},
			{"GET", "10.0.0.7", "/healthz", 200, ""},
			{"GET", "10.0.0.7", "/readyz", 200, ""},
			{"GET", "10.0.0.7", "/metrics", 401, ""},
			{"GET", "www.prokken.com", "/.well-known/acme-challenge/x", 404, ""},
			{"POST", "10.0.0.7", "/webhooks/stripe", 400, ""},
			{"POST", "www.prokken.com", "/api/auth/login", 421, ""},
			{"GET", "shop.example", "/legal/terms", 200, ""}, // a configured site's
			{"GET", "shop.example.evil.example", "/legal/terms", 308, s.url + "/legal/terms"},
		} {
			if status, to := s.locationAt(t, tt.method, tt.host, tt.path); status != tt.status || to != tt.to {
				t.Errorf("%s %s%s: %d to %q", tt.method, tt.host, tt.path, status, to)
			}
		}
	})
}

// TestOtherNamesInDevelopment lead nowhere else: a machine has many.
func TestOtherNamesInDevelopment(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	if status, to := s.locationAt(t, "GET", "my-machine.local", "/legal/terms"); status != http.StatusOK {
		t.Errorf("%d to %q", status, to)
	}
}

// TestDevelopmentPagesAreForThisMachine: a name of somebody else's that leads here shows no mail.
func TestDevelopmentPagesAreForThisMachine(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		for host, want := range map[string]int{
			"localhost:8080": 200, "127.0.0.1": 200, "[::1]:8080": 200, "prokken.com": 200,
			"evil.example": 404, "localhost.evil.example": 404, "192.168.0.7:8080": 404,
		} {
			for _, path := range []string{"/dev/mail", "/dev/mail.json", "/dev/stripe/"} {
				if status, _ := s.locationAt(t, "GET", host, path); status != want {
					t.Errorf("%s%s: %d, want %d", host, path, status, want)
				}
			}
		}
	})
}

// TestSlashesTooMany lead to the page, also for the pages of members.
func TestSlashesTooMany(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for path, want := range map[string]string{
		"/account/": "/account", "//account": "/account", "//account//security/": "/account/security",
		"/account/?a=b": "/account?a=b",
	} {
		if status, to := s.locationAt(t, "GET", "localhost", path); status != http.StatusPermanentRedirect ||
			to != want {
			t.Errorf("%s: %d to %q", path, status, to)
		}
	}
}

// locationAt asks on that host, and returns where the answer leads.
func (s *site) locationAt(t *testing.T, method, host, path string) (int, string) {
	t.Helper()
	address, _ := url.Parse(s.url)
	plainPath, query, _ := strings.Cut(path, "?")
	r := &http.Request{
		Method: method, Host: host, Header: http.Header{"Sec-Fetch-Site": {"same-origin"}},
		URL: &url.URL{Scheme: "http", Host: address.Host, Path: plainPath, RawQuery: query},
	}
	res, err := http.DefaultTransport.RoundTrip(r.WithContext(t.Context()))
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	return res.StatusCode, res.Header.Get("Location")
}
