package handlers_test

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

const secret = "correct horse battery"

// site is a real server with a browser's cookie jar. A cookie that the gate
// takes out fails the test.
type site struct {
	t        testing.TB
	url      string
	client   *http.Client
	accounts *auth.Service
	keys     auth.Keys
	letters  chan mail.Letter
	server   *handlers.Server
	broken   atomic.Bool  // the emulator panics
	ahead    atomic.Int64 // of the clock on the wall
}

func open(t testing.TB, db *models.DB) *site {
	t.Helper()
	ctx := context.Background()
	shippedConfig, err := os.ReadFile("../config.yaml")
	if err != nil {
		t.Fatal(err)
	}
	c, err := config.Load(shippedConfig, "../config.yaml", nil)
	if err != nil {
		t.Fatal(err)
	}
	library, err := policy.Open(ctx, db, time.UTC, os.DirFS("../content"))
	if err != nil {
		t.Fatal(err)
	}
	keys, err := auth.NewKeys(strings.Repeat("s", 32))
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, keys: keys, letters: make(chan mail.Letter, 100)}
	mint := cookie.NewMint(library.Cookies, false)
	s.accounts = auth.New(db, keys, auth.Settings{
		Issuer: "test", AbsoluteLimit: 90 * 24 * time.Hour, Now: s.clock, Lifetime: mint.Lifetime,
		Send: func(_ context.Context, _ *models.DB, l mail.Letter) error { s.letters <- l; return nil },
	})
	web := httptest.NewUnstartedServer(nil)
	c.BaseURL = "http://" + web.Listener.Addr().String()
	stand, err := emulator.New("", "sk_test_x", "whsec_x", c.BaseURL, "/static/site.css")
	if err != nil {
		t.Fatal(err)
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	sales := billing.New(db, billing.Settings{
		Plans: c.Plans, SecretKey: "sk_test_x", WebhookSecret: "whsec_x", BaseURL: c.BaseURL, APIURL: c.BaseURL + "/dev/stripe",
	}, queue.SyncCustomer)
	server, err := handlers.New(handlers.Parts{
		Config: c, DB: db, Billing: sales, Emulator: s.breakable(stand), Library: library, Keys: keys, Auth: s.accounts, Mint: mint, Static: os.DirFS("../static"),
		Undeclared: func(name string) { t.Errorf("an undeclared cookie: %s", name) },
	})
	if err != nil {
		t.Fatal(err)
	}
	web.Config.Handler = server.Handler()
	web.Start()
	working, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() { stopped <- jobs.Run(working, db, jobs.Work{Sync: sales.Sync}) }()
	t.Cleanup(func() {
		_ = stand.Close()
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
		web.Close()
	})
	s.url, s.server = web.URL, server
	server.SetClock(s.clock)
	s.forget()
	return s
}

func (s *site) clock() time.Time { return models.Now().Add(time.Duration(s.ahead.Load())) }

func (s *site) later(d time.Duration) { s.ahead.Add(int64(d)) }

func (s *site) breakable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.broken.Load() {
			panic("a secret detail")
		}
		next.ServeHTTP(w, r)
	})
}

// forget is a browser without cookies.
func (s *site) forget() {
	jar, _ := cookiejar.New(nil)
	s.client = &http.Client{Jar: jar}
}

// ask sends what a browser's own navigation would, and follows redirects.
func (s *site) ask(method, path string, form url.Values, headers ...string) (int, string, *http.Response) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	r.Header.Set("Sec-Fetch-Mode", "navigate")
	r.Header.Set("Sec-Fetch-Dest", "document")
	if form != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	res, err := s.client.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	return res.StatusCode, string(body), res
}

func (s *site) signUp(email string) {
	s.t.Helper()
	s.ask("POST", "/api/auth/signup", url.Values{"email": {email}, "password": {secret}})
	letter := <-s.letters
	s.ask("POST", "/verify", url.Values{"token": {s.keys.LinkToken(letter.Flow)}})
}

func (s *site) logIn(email string) (int, string) {
	s.t.Helper()
	status, body, _ := s.ask("POST", "/api/auth/login", url.Values{"email": {email}, "password": {secret}})
	return status, body
}

func (s *site) admin() {
	s.t.Helper()
	if err := s.accounts.CreateAdmin(context.Background(), "admin@example.com", secret); err != nil {
		s.t.Fatal(err)
	}
	s.logIn("admin@example.com")
}

var (
	article = regexp.MustCompile(`(?s)<article.*?</article>`)
	caption = regexp.MustCompile(`(?s)<caption>.*?</caption>`)
	related = regexp.MustCompile(`(?s)(Related Policies\s*<a[^>]*></a></h2>)\s*<ul>.*?</ul>`)
	address = regexp.MustCompile(`<a href="mailto:[^>]*>[^<]*</a>`)
	tag     = regexp.MustCompile(`<[^>]*>`)
	blank   = regexp.MustCompile(`[\s\x{a0}•]+`)
)

// TestPolicySaysWhatItsSourceSays: the page's text is the source's, white space
// and bullets aside; the caption, the links under "Related Policies" and the
// address are not in the source.
func TestPolicySaysWhatItsSourceSays(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	source, err := os.ReadFile("../policy/testdata/cookie-policy.txt")
	if err != nil {
		t.Fatal(err)
	}
	_, page, _ := s.ask("GET", "/legal/cookie-policy", nil)
	text := caption.ReplaceAllString(article.FindString(page), "")
	text = related.ReplaceAllString(text, "$1")
	text = address.ReplaceAllString(text, "[email protected]")
	text = strings.NewReplacer("&amp;", "&", "&gt;", ">", "&#34;", `"`, "&quot;", `"`, "&#39;", "'").Replace(tag.ReplaceAllString(text, ""))
	got, want := blank.ReplaceAllString(text, ""), blank.ReplaceAllString(string(source), "")
	if got != want {
		for i := range min(len(got), len(want)) {
			if got[i] != want[i] {
				t.Fatalf("differs at %q, source has %q", got[i:min(i+60, len(got))], want[i:min(i+60, len(want))])
			}
		}
		t.Fatalf("one is longer: page %d, source %d", len(got), len(want))
	}
}

func TestJourney(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		if status, body := s.logIn("ada@example.com"); status != http.StatusOK || !strings.Contains(body, "Your account") {
			t.Fatalf("log-in ended with %d %s", status, body)
		}
		if status, body, _ := s.ask("GET", "/api/me", nil); status != http.StatusOK || !strings.Contains(body, "ada@example.com") {
			t.Errorf("me: %d %s", status, body)
		}
		s.loseAccess()
		if status, body, res := s.ask("GET", "/account", nil); status != http.StatusOK || !strings.Contains(body, "ada@example.com") || res.Request.URL.RawQuery != "" {
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

var readField = regexp.MustCompile(`name="read" value="([^"]*)"`)

// read is what the form on the page says it was made from.
func (s *site) read(page string) string {
	s.t.Helper()
	_, body, _ := s.ask("GET", page, nil)
	found := readField.FindStringSubmatch(body)
	if found == nil {
		s.t.Fatalf("no form on %s", page)
	}
	return found[1]
}

func TestEditing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		const page = "/admin/policies/cookie-policy"
		words := url.Values{"read": {s.read(page)}, "words.what-are-cookies.0": {"Cookies are <b>small</b> files."}}
		s.loseAccess() // the form must survive the refresh
		status, body, res := s.ask("POST", page, words)
		if status != http.StatusOK || res.Request.URL.Path != page+"/preview" || !strings.Contains(body, "files.") {
			t.Fatalf("saving: %d at %s", status, res.Request.URL)
		}
		words.Set("words.what-are-cookies.0", "Mine.")
		if status, body, _ := s.ask("POST", page, words); status != http.StatusConflict || !strings.Contains(body, "Mine.") || !strings.Contains(body, "files.") {
			t.Errorf("saving over a newer draft: %d", status)
		}
		if status, body, _ := s.ask("POST", page+"/publish", url.Values{"read": {s.read(page + "/preview")}, "summary": {"Shorter."}}); status != http.StatusOK || strings.Contains(body, "<b>") {
			t.Errorf("publishing: %d", status)
		}
		if _, body, _ := s.ask("GET", "/legal/cookie-policy/versions", nil); !strings.Contains(body, "Shorter.") {
			t.Error("the versions do not show the summary")
		}
		if status, body, _ := s.ask("GET", "/legal/cookie-policy/versions/1", nil); status != http.StatusOK || !strings.Contains(body, "April 16, 2026") {
			t.Errorf("version 1: %d", status)
		}
	})
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
			"wrong password":    {"/api/auth/login", url.Values{"email": {"ada@example.com"}, "password": {"wrong"}}, nil, 401, `value="ada@example.com"`},
			"unknown address":   {"/api/auth/login", url.Values{"email": {"bob@example.com"}, "password": {"wrong"}}, nil, 401, "do not go together"},
			"malformed address": {"/api/auth/signup", url.Values{"email": {"ada"}, "password": {secret}}, nil, 422, `value="ada"`},
			"short password":    {"/api/auth/signup", url.Values{"email": {"eve@example.com"}, "password": {"short"}}, nil, 422, "at least 12"},
			"not UTF-8":         {"/api/auth/signup", url.Values{"email": {"\xff@example.com"}, "password": {secret}}, nil, 422, "check the address"},
			"forged link":       {"/verify", url.Values{"token": {"x.y"}}, nil, 410, "too old"},
			"from another site": {"/api/auth/login", url.Values{}, []string{"Sec-Fetch-Site", "cross-site"}, 403, "another site"},
			"too large":         {"/api/auth/login", url.Values{"email": {strings.Repeat("a", 1<<20)}}, nil, 413, "too much"},
			"taken address":     {"/api/auth/signup", url.Values{"email": {"ada@example.com"}, "password": {secret}}, nil, 200, "Check your mail"},
			"new address":       {"/api/auth/signup", url.Values{"email": {"new@example.com"}, "password": {secret}}, nil, 200, "Check your mail"},
			"hostile next":      {"/api/auth/login", url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {"//evil.example"}}, nil, 200, "Your account"},
		}
		for name, tt := range tests {
			t.Run(name, func(t *testing.T) {
				if status, body, _ := s.ask("POST", tt.path, tt.form, tt.headers...); status != tt.status || !strings.Contains(body, tt.shows) {
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

// TestGuards asks for every row of the route table as a stranger, a member and
// an admin. JSON, so that a refusal is a status and not a way to the log-in.
func TestGuards(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		refused := func(row handlers.Row) int {
			path := strings.NewReplacer(":slug", "cookie-policy", ":number", "1", ":hash", "x", ":name", "y").Replace(row.Path)
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
					t.Errorf("%s %s as %s: %d, want %d", row.Method, row.Path, who, refused(row), want(row))
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
		s.logIn("ada@example.com")
		check("a member", func(r handlers.Row) int {
			if r.Admin {
				return http.StatusForbidden
			}
			return 0
		})
		s.admin()
		check("an admin", func(handlers.Row) int { return 0 })
	})
}

// TestBuying pays on the emulator's page and never comes back: the plan is there
// because of the signed webhook alone.
func TestBuying(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, page, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		hosted := res.Request.URL.Path
		if !strings.Contains(page, "Starter") || !strings.HasPrefix(hosted, "/dev/stripe/checkout/") {
			t.Fatalf("choosing a plan led to %s", hosted)
		}
		if _, _, again := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}}); again.Request.URL.Path != hosted {
			t.Errorf("a second click led to %s", again.Request.URL.Path)
		}
		card := url.Values{"number": {"4000000000000002"}, "expiry": {"12/40"}, "cvc": {"123"}, "name": {"Ada"}}
		if status, _, _ := s.ask("POST", hosted, card); status != http.StatusPaymentRequired {
			t.Errorf("declined: %d", status)
		}
		card.Set("number", "4242424242424242")
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.ask("POST", hosted, card)
		s.client.CheckRedirect = nil
		deadline := time.Now().Add(20 * time.Second)
		for {
			_, body, _ := s.ask("GET", "/account/billing", nil)
			if strings.Contains(body, "Starter") && strings.Contains(body, "Active") {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("the plan never came: %s", body)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if _, _, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"studio"}}); res.Request.URL.Path != "/account/billing" {
			t.Errorf("a second plan led to %s", res.Request.URL.Path)
		}
		if status, _, _ := s.ask("POST", "/webhooks/stripe", url.Values{"x": {"y"}}, "Stripe-Signature", "t=1,v1=00"); status != http.StatusBadRequest {
			t.Errorf("a forged webhook: %d", status)
		}
	})
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

// TestFormSurvivesTheEndOfASession: what was typed is in the page that asks to
// log in again, ready to be sent once more.
func TestFormSurvivesTheEndOfASession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		s.forget()
		const page = "/admin/policies/cookie-policy"
		words := url.Values{"read": {"x"}, "words.what-are-cookies.0": {`Typed "with" care.`}}
		status, body, _ := s.ask("POST", page, words)
		if status != http.StatusUnauthorized || !strings.Contains(body, `action="`+page+`"`) || !strings.Contains(body, `value="Typed &#34;with&#34; care."`) {
			t.Errorf("%d %s", status, body)
		}
	})
}

func TestPolicyTravelsCompressed(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for accept, want := range map[string]string{
		"br": "br", "gzip, br, zstd": "br", "gzip": "gzip", "zstd;q=0.9, gzip;q=0.5": "zstd", "br;q=0, *": "zstd", "identity": "", "": "",
	} {
		_, _, res := s.ask("GET", "/legal/cookie-policy", nil, "Accept-Encoding", accept)
		if got := res.Header.Get("Content-Encoding"); got != want || res.Header.Get("Vary") != "Accept-Encoding" {
			t.Errorf("%q: %q", accept, got)
		}
		tag := res.Header.Get("ETag")
		status, body, _ := s.ask("GET", "/legal/cookie-policy", nil, "Accept-Encoding", accept, "If-None-Match", `"other", W/`+tag)
		if status != http.StatusNotModified || body != "" {
			t.Errorf("%q, not modified: %d", accept, status)
		}
	}
}

func TestPolicyIsTheSameForEveryVisitor(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	_, stranger, _ := s.ask("GET", "/legal/cookie-policy", nil)
	s.admin()
	if _, known, _ := s.ask("GET", "/legal/cookie-policy", nil); known != stranger {
		t.Error("an admin gets other bytes than a stranger")
	}
}

func TestRefreshIsForPagesAlone(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	s.admin()
	for name, headers := range map[string][]string{
		"a picture":  {"Sec-Fetch-Mode", "no-cors", "Sec-Fetch-Dest", "image"},
		"a frame":    {"Sec-Fetch-Dest", "iframe"},
		"a prefetch": {"Sec-Purpose", "prefetch;prerender"},
	} {
		if status, _, res := s.ask("GET", "/api/auth/refresh", nil, headers...); status != http.StatusForbidden || res.Header.Get("Set-Cookie") != "" {
			t.Errorf("%s: %d", name, status)
		}
	}
	if status, body, _ := s.ask("GET", "/api/auth/refresh?next=/pricing", nil, "Sec-Fetch-Mode", "", "Sec-Fetch-Dest", ""); status != http.StatusOK || !strings.Contains(body, `value="/pricing"`) {
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
	if status, _, res := s.ask("GET", "/account", nil); status != http.StatusOK || res.Request.URL.RequestURI() != "/account" {
		t.Errorf("%d at %s", status, res.Request.URL)
	}
	if s.client.Jar.Cookies(home)[0].Value == before {
		t.Error("the access token is the old one")
	}
	if _, _, res := s.ask("HEAD", "/api/auth/refresh", nil); res.StatusCode != http.StatusForbidden {
		t.Errorf("HEAD refreshes: %d", res.StatusCode)
	}
}

func TestHeadersOfEveryAnswer(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	for _, path := range []string{"/", "/legal/cookie-policy", "/nothing", "/api/me", "/dev/mail.json"} {
		_, _, res := s.ask("GET", path, nil)
		csp := res.Header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || res.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: %v", path, res.Header)
		}
	}
}
