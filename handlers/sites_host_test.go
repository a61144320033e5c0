package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

const sitesHost = "policies.example"

// apart is a server whose customers' pages have a host of their own.
func apart(c *config.Config, _ *sites.Settings) { c.HTTP.SitesHost = sitesHost }

// askAt is the answer to a request with that Host and log-in cookies, without following redirects.
func (s *site) askAt(host, method, path string, form url.Values) (*http.Response, string) {
	s.t.Helper()
	keep := s.client.CheckRedirect
	defer func() { s.client.CheckRedirect = keep }()
	s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	status, body, res := s.askWith(host, method, path, form)
	if status == 0 {
		s.t.Fatal("no answer")
	}
	return res, body
}

// TestSitesHost: customers' pages are answered on their own host alone, nothing else is there, and no
// cookie is set or read there.
func TestSitesHost(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		for slug, change := range map[string]configured{"shop": func(*config.Config, *sites.Settings) {}, "blog": inProduction} {
			s := open(t, db, apart, change)
			s.twoVersions(slug)
			if slug == "shop" {
				s.signUp("shop@example.com")
				s.logIn("shop@example.com")
			}
			const main = "prokken.com"
			for _, tt := range []struct {
				host, method, path string
				status             int
				location           string
			}{
				{sitesHost, "GET", "/s/" + slug + "/cookie-policy", 200, ""},
				{strings.ToUpper(sitesHost), "GET", "/s/" + slug + "/cookie-policy", 200, ""},
				{sitesHost, "GET", "/s/" + slug + "/cookie-policy/versions/1", 200, ""},
				{sitesHost, "GET", "/healthz", 200, ""},
				{sitesHost, "GET", "/robots.txt", 200, ""},
				{sitesHost, "GET", "/", 404, ""},
				{sitesHost, "GET", "/login", 404, ""},
				{sitesHost, "GET", "/legal/cookie-policy", 404, ""},
				{sitesHost, "GET", "/readyz", 404, ""},
				{sitesHost, "GET", "/admin/policies", 404, ""},
				{sitesHost, "GET", "/account", 404, ""},
				{sitesHost, "GET", "/.well-known/policy-keys.json", 404, ""},
				{sitesHost, "POST", "/api/auth/login", 404, ""},
				{sitesHost, "GET", "/s/none/cookie-policy", 404, ""},
				{main, "GET", "/s/" + slug + "/cookie-policy", 308, "http://policies.example/s/" + slug + "/cookie-policy"},
				{main, "GET", "/s/" + slug + "/cookie-policy/compare?a=1&b=2", 308, "http://policies.example/s/" + slug + "/cookie-policy/compare?a=1&b=2"},
				{main, "GET", "/s/none", 308, "http://policies.example/s/none"},
				{"elsewhere.example", "GET", "/s/" + slug + "/cookie-policy", 308, "http://policies.example/s/" + slug + "/cookie-policy"},
				{"policies.example:8443", "GET", "/s/" + slug + "/cookie-policy", 308, "http://policies.example/s/" + slug + "/cookie-policy"},
				{main, "POST", "/s/" + slug + "/report", 308, "http://policies.example/s/" + slug + "/report"},
				{main, "GET", "/legal/cookie-policy", 200, ""},
			} {
				res, body := s.askAt(tt.host, tt.method, tt.path, nil)
				if res.StatusCode != tt.status || res.Header.Get("Location") != tt.location {
					t.Errorf("%s: %s %s%s: %d %s", slug, tt.method, tt.host, tt.path, res.StatusCode, res.Header.Get("Location"))
				}
				isThere := strings.EqualFold(tt.host, sitesHost)
				if isThere && (len(res.Header.Values("Set-Cookie")) > 0 || strings.Contains(body, slug+"@example.com") || strings.Contains(body, `href="/login"`)) {
					t.Errorf("%s: %s %s: %q %s", slug, tt.method, tt.path, res.Header.Values("Set-Cookie"), body)
				}
			}
			_, page := s.askAt(sitesHost, "GET", "/s/"+slug+"/cookie-policy", nil)
			for _, want := range []string{`<link rel="canonical" href="http://policies.example/s/` + slug + `/cookie-policy"`, `Hosted by <a href="` + s.url + `/">`, "/static/"} {
				if !strings.Contains(page, want) {
					t.Errorf("%s: no %s in %s", slug, want, page)
				}
			}
			_, robots := s.askAt(sitesHost, "GET", "/robots.txt", nil)
			if strings.Contains(robots, "Disallow: /") || strings.Contains(robots, "Sitemap") {
				t.Errorf("%s: %s", slug, robots)
			}
			_, statement := s.askAt(sitesHost, "GET", "/s/"+slug+"/cookie-policy.json", nil)
			if !strings.Contains(statement, `"keys_url": "http://policies.example/s/`+slug+`/policy-keys.json"`) {
				t.Errorf("%s: %s", slug, statement)
			}
		}
	})
}
