package handlers_test

import (
	"encoding/json"
	"flag"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

var update = flag.Bool("update", false, "write the golden route table again")

// TestRouteTable compares every row with testdata/routes.golden, so that a changed guard or option shows in the diff.
// `go test ./handlers -update` writes it again.
func TestRouteTable(t *testing.T) {
	const golden = "testdata/routes.golden"
	var got strings.Builder
	for _, row := range open(t, modelstest.SQLite(t)).server.Rows() {
		line := strings.Join([]string{row.Method, row.Path, row.Guard, strings.Join(row.Options, ",")}, " ")
		fmt.Fprintln(&got, strings.TrimSpace(line))
	}
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got.String(), "\n")); diff != "" {
		t.Error(diff)
	}
}

// expectedGuards are the guards that the golden route table pins.
func expectedGuards(t *testing.T) map[string]string {
	t.Helper()
	text, err := os.ReadFile("testdata/routes.golden")
	if err != nil {
		t.Fatal(err)
	}
	guards := map[string]string{}
	for line := range strings.Lines(string(text)) {
		fields := strings.Fields(line)
		guards[fields[0]+" "+fields[1]] = fields[2]
	}
	return guards
}

// What a guard answers; the words are those of the JSON answer.
const (
	letIn      = ""
	asksLogin  = "Please log in."
	adminsOnly = "This page is for admins."
	asksFactor = "Admins need a second factor."
	asksAgain  = "Please confirm your identity first"
	asksToken  = "This address is for a program that sends its token."
	noSuchSite = "Page not found."
)

// askers are those whom [handlers_test.TestGuards] asks as, in the order of the columns below.
var askers = []string{
	"a stranger", "a member", "a member whose proof is old", "an admin without a factor", "an admin",
	"an admin whose proof is old",
}

// admitted is what each guard answers each of them.
var admitted = map[string][]string{
	"anyone":                     {letIn, letIn, letIn, letIn, letIn, letIn},
	"siteReader":                 {letIn, letIn, letIn, letIn, letIn, letIn},
	"developer":                  {letIn, letIn, letIn, letIn, letIn, letIn},
	"emulated":                   {letIn, letIn, letIn, letIn, letIn, letIn},
	"scraper":                    {asksToken, asksToken, asksToken, asksToken, asksToken, asksToken},
	"member":                     {asksLogin, letIn, letIn, letIn, letIn, letIn},
	"recentlyAuthenticated":      {asksLogin, letIn, asksAgain, asksAgain, letIn, asksAgain},
	"siteMember":                 {asksLogin, noSuchSite, noSuchSite, noSuchSite, noSuchSite, noSuchSite},
	"siteMemberRecently":         {asksLogin, noSuchSite, noSuchSite, noSuchSite, noSuchSite, noSuchSite},
	"admin":                      {asksLogin, adminsOnly, adminsOnly, asksFactor, letIn, letIn},
	"recentlyAuthenticatedAdmin": {asksLogin, adminsOnly, adminsOnly, asksFactor, letIn, asksAgain},
}

// TestGuards asks for every row of the route table as everyone, of a site whose rows only say that the request was let
// in. JSON, so that a refusal is a status and not a way to the log-in. What is expected is what the golden table pins.
func TestGuards(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.customer("shop")
		web := httptest.NewServer(s.server.Guards())
		t.Cleanup(web.Close)
		guards, real := expectedGuards(t), s.url
		askAll := func(who int) {
			t.Helper()
			s.url = web.URL
			for _, row := range s.server.Rows() {
				pinned := guards[row.Method+" "+row.Path]
				if admitted[pinned] == nil {
					t.Fatalf("%s %s: the golden table does not say who is let in", row.Method, row.Path)
				}
				got, want := s.answerOfGuard(row), admitted[pinned][who]
				if want == letIn && got != letIn || !strings.HasPrefix(got, want) {
					t.Errorf("%s %s as %s: %q, and not %q", row.Method, row.Path, askers[who], got, want)
				}
			}
			s.url = real
		}
		askAll(0)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		askAll(1)
		s.later(time.Hour)
		askAll(2)
		s.forget()
		s.admin()
		s.later(25 * time.Hour) // then the one log-in without a factor is over
		s.refresh()
		askAll(3)
		s.forget()
		s.adminWithFactor("root@example.com")
		askAll(4)
		s.later(time.Hour)
		askAll(5)
	})
}

// answerOfGuard is why the guard of the row refused, or [handlers_test.letIn].
func (s *site) answerOfGuard(row handlers.Row) string {
	s.t.Helper()
	path := strings.Replace(row.Path, ":site", "shop", 1)
	status, body, _ := s.ask(row.Method, path, nil, "Accept", "application/json")
	if status == handlers.LetIn {
		return letIn
	}
	var problem struct{ Detail string }
	isRefusal := status == http.StatusUnauthorized || status == http.StatusForbidden || status == http.StatusNotFound
	if err := json.Unmarshal([]byte(body), &problem); err != nil || !isRefusal {
		s.t.Errorf("%s %s: %d %s", row.Method, row.Path, status, body)
	}
	return problem.Detail
}

func (s *site) refresh() {
	s.t.Helper()
	if status, body, _ := s.ask("POST", "/api/auth/refresh", nil, "Accept", "application/json"); status != http.StatusOK {
		s.t.Fatalf("refresh: %d %s", status, body)
	}
}

// adminWithFactor logs an admin in who has an authenticator app.
func (s *site) adminWithFactor(email string) {
	s.t.Helper()
	if err := s.accounts.CreateAdmin(s.t.Context(), email, secret); err != nil {
		s.t.Fatal(err)
	}
	s.logIn(email)
	s.enrol()
}

// TestRobotsAndSitemapFollowTheTable: no list of their own.
func TestRobotsAndSitemapFollowTheTable(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	_, robots, _ := s.ask("GET", "/robots.txt", nil)
	_, sitemap, _ := s.ask("GET", "/sitemap.xml", nil)
	isDisallowed := func(path string) bool {
		for line := range strings.Lines(robots) {
			prefix, found := strings.CutPrefix(strings.TrimSpace(line), "Disallow: ")
			if found && strings.HasPrefix(path, prefix) {
				return true
			}
		}
		return false
	}
	for _, row := range s.server.Rows() {
		if isDisallowed(row.Path) == row.Indexed() {
			t.Errorf("%s: robots.txt says otherwise: %s", row.Path, robots)
		}
		if row.Method != http.MethodGet {
			continue
		}
		path := strings.Replace(row.Path, ":slug", "cookie-policy", 1)
		isListed := strings.Contains(sitemap, "<loc>"+s.url+path+"</loc>")
		if wants := slices.Contains(row.Options, "inSitemap") && !strings.Contains(path, ":"); isListed != wants {
			t.Errorf("%s: in the sitemap: %t", row.Path, isListed)
		}
	}
}

// TestPanicTakesNothingElseDown: the page shows a request id and nothing else.
func TestPanicTakesNothingElseDown(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.broken.Store(true)
	status, body, res := s.ask("GET", "/dev/stripe/boom", nil)
	if id := res.Header.Get("X-Request-Id"); status != http.StatusInternalServerError || id == "" ||
		!strings.Contains(body, id) {
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
		if !strings.Contains(csp, "default-src 'none'") || !strings.Contains(csp, "frame-ancestors 'none'") ||
			strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %s", path, csp)
		}
		for name, want := range map[string]string{
			"X-Content-Type-Options": "nosniff", "Referrer-Policy": "strict-origin-when-cross-origin",
			"Cross-Origin-Opener-Policy":   "same-origin",
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
	long := strings.Repeat("a", 64) + "@" + strings.Repeat(strings.Repeat("b", 60)+".", 3) + "cc"
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
