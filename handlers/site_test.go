package handlers_test

import (
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"regexp"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/announce"
	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/logging"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/metrics"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy/record"
	sites "github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
)

const secret = "correct horse battery"

// site is a real server with a browser's cookie jar. A cookie that the gate
// takes out fails the test.
type site struct {
	t        testing.TB
	url      string
	client   *http.Client
	db       *models.DB
	accounts *auth.Service
	hasher   *turnstile
	keys     keys.Ring
	letters  chan mail.Letter
	queue    *jobs.Queue
	server   *handlers.Server
	requests *lines // of the log
	endJobs  func()
	library  *sites.Site
	registry *sites.Registry
	judge    judge // of customers' sites
	teller   *announce.Service
	audits   *schedule.Service
	broken   atomic.Bool                  // the emulator panics
	stripe   atomic.Pointer[http.Handler] // in the emulator's place
	asked    atomic.Int64                 // how often Stripe's API was asked
	ahead    atomic.Int64                 // of the clock on the wall
}

// ringOf is made from the secrets that the changes name, if any.
func ringOf(c config.Config, changes []configured) (keys.Ring, error) {
	for _, change := range changes {
		change(&c, &sites.Settings{})
	}
	return keys.New(cmp.Or(c.Auth.Secret, strings.Repeat("s", 32)), c.Auth.PreviousSecrets...)
}

// configured changes what a site is opened with.
type configured func(*config.Config, *sites.Settings)

func open(t testing.TB, db *models.DB, changes ...configured) *site {
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
	c.Products = []config.Product{{
		ID: "audits-100", Name: "100 more audits", MaxQuantity: 10, Prices: []config.Price{{Currency: "usd", Amount: 1500}},
		Limits: config.Limits{AuditsPerMonth: 100}, Days: 30,
	}}
	keys, err := ringOf(c, changes)
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, db: db, keys: keys, letters: make(chan mail.Letter, 100), hasher: &turnstile{Hasher: hasher(t)}}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		t.Fatal(err)
	}
	s.queue = queue
	settings := sites.Settings{
		Address: "https://prokken.com", Loopback: true, Names: []string{c.Site.Name}, Contact: c.Site.Contact.Email, Zone: time.UTC,
		Shipped: os.DirFS("../content"), Signer: record.NewSigner(keys.PolicyKey()),
		Clock: clock.Func(s.clock), Announcer: queue,
	}
	c.Metrics.Token = metricsToken
	for _, change := range changes {
		change(&c, &settings)
	}
	registry, err := sites.Open(ctx, db, settings)
	if err != nil {
		t.Fatal(err)
	}
	s.library, s.registry, s.judge = registry.Own(), registry, judge{}
	mint := cookie.NewMint(s.library, false)
	s.accounts = auth.New(db, keys, auth.Settings{
		Issuer: "test", SiteName: c.Site.Name, Hasher: s.hasher, AbsoluteLimit: 90 * 24 * time.Hour,
		Clock: clock.Func(s.clock), Lifetimes: mint,
		Mailer: s, Tasks: queue,
	})
	s.teller = announce.New(db, announce.Settings{
		Sites: registry, Keys: keys, Counter: s.accounts, Asked: queue, Mailer: s, Notices: s, Resumed: queue,
		Clock: clock.Func(s.clock),
	})
	s.audits = schedule.New(db, schedule.Settings{
		Site: s.library.SiteID(), BaseURL: "http://localhost", Every: 6 * time.Hour, Pages: 3, Queue: queue, Mailer: s, Clock: clock.Func(s.clock),
		Accounts: noAccount{},
	})
	web := httptest.NewUnstartedServer(nil)
	s.requests = new(lines)
	figures := metrics.New(metrics.Settings{Source: stored{db, s.library.SiteID()}, Hashes: password.NewHasher(1, password.Recommended)})
	c.Auth.AttemptsPerMinute = 100_000
	c.BaseURL = "http://" + web.Listener.Addr().String()
	stand, err := emulator.New("", "sk_test_x", "whsec_x", c.BaseURL, "/static/site.css")
	if err != nil {
		t.Fatal(err)
	}
	sales := billing.New(db, billing.Settings{
		Plans: c.Plans, Products: c.Products, SecretKey: "sk_test_x", WebhookSecret: "whsec_x", BaseURL: c.BaseURL,
		APIURL: c.BaseURL + "/dev/stripe",
		Grace:  7 * 24 * time.Hour, Mailer: s, Clock: stand,
	})
	customers := upkeep.New(db, upkeep.Settings{Sites: registry, Secrets: keys, Mailer: s, Clock: clock.Func(s.clock)})
	server, err := handlers.New(handlers.Parts{
		Config: c, DB: db, Billing: sales, Queue: queue, Emulator: s.breakable(stand), Sites: registry, Keys: keys,
		Auth: s.accounts, Announce: s.teller, Mint: mint, Static: os.DirFS("../static"), Audits: s.audits, Judge: s.judge,
		Undeclared: s, Counter: figures, Metrics: figures.Handler(),
		Hosting: hosting.New(db, hosting.Settings{
			Sites: registry, Plans: sales, Auditor: s.audits, Settler: customers, Secrets: keys, Mailer: s, Grace: 7 * 24 * time.Hour, Clock: clock.Func(s.clock),
		}),
		Upkeep:     customers,
		RequestLog: logging.NewRequests(s.requests, logging.Settings{Requests: logging.Which(c.Log.Requests)}),
	})
	if err != nil {
		t.Fatal(err)
	}
	web.Config.Handler = server.Handler()
	web.Start()
	working, stop := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() {
		stopped <- jobs.Run(working, db, jobs.Work{Customers: sales, Accounts: s.accounts, Subscriptions: s.teller, Announcements: s.teller})
	}()
	s.endJobs = sync.OnceFunc(func() {
		stop()
		if err := <-stopped; err != nil {
			t.Error(err)
		}
	})
	t.Cleanup(func() {
		_ = stand.Close()
		s.endJobs()
		web.Close()
	})
	s.url, s.server = web.URL, server
	server.SetClock(s.clock)
	s.forget()
	return s
}

func (s *site) SendMail(_ context.Context, _ *models.DB, l mail.Letter) error {
	s.letters <- l
	return nil
}

func (s *site) SendNotices(_ context.Context, _ *models.DB, letters []mail.Letter) error {
	for _, l := range letters {
		s.letters <- l
	}
	return nil
}

func (s *site) clock() time.Time { return models.Now().Add(time.Duration(s.ahead.Load())) }

func (s *site) later(d time.Duration) { s.ahead.Add(int64(d)) }

func (s *site) breakable(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.broken.Load() {
			panic("a secret detail")
		}
		if strings.Contains(r.URL.Path, "/v1/") {
			s.asked.Add(1)
		}
		if instead := s.stripe.Load(); instead != nil {
			(*instead).ServeHTTP(w, r)
			return
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
	return s.askWith("", method, path, form, headers...)
}

// askWith does so with that Host; "" is that of the address.
func (s *site) askWith(host, method, path string, form url.Values, headers ...string) (int, string, *http.Response) {
	s.t.Helper()
	r, err := http.NewRequest(method, s.url+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	r.Host = cmp.Or(host, r.Host)
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
	if strings.HasPrefix(res.Header.Get("Content-Type"), "text/html") {
		s.wantsBlanks(path, string(body))
	}
	return res.StatusCode, string(body), res
}

var (
	inline  = regexp.MustCompile(`</?(?:a|strong|em|b|i|span|code|time|bdi|q|ins|del|small|wbr)\b[^>]*>`)
	unblank = regexp.MustCompile(`[a-z]{2}[.!?][A-Z][a-z]+ |[a-z] [.,;](?:\s|$)`)
)

// wantsBlanks fails where a sentence begins right behind another one, or a full stop stands alone:
// templates drop and add blanks around elements.
func (s *site) wantsBlanks(path, body string) {
	s.t.Helper()
	_, body, _ = strings.Cut(body, "<body>")
	for _, text := range strings.Split(tag.ReplaceAllString(inline.ReplaceAllString(body, ""), "\n"), "\n") {
		if bad := unblank.FindString(text); bad != "" {
			s.t.Errorf("%s: a blank is missing or too many at %q in %q", path, bad, text)
		}
	}
}

func (s *site) signUp(email string) {
	s.t.Helper()
	s.ask("POST", "/api/auth/signup", url.Values{"email": {email}, "password": {secret}})
	s.ask("POST", "/verify", url.Values{"token": {s.link(letter.ConfirmAddress{})}})
}

// link is the token in the next letter of that kind; others are dropped.
func (s *site) link(kind letter.Content) string {
	s.t.Helper()
	return s.keys.LetterToken(s.letter(kind).Content)
}

// letter is the next one of that kind; others are dropped. It waits until the
// transaction that sent the letter is over.
func (s *site) letter(kind letter.Content) mail.Letter {
	s.t.Helper()
	for {
		select {
		case sent := <-s.letters:
			if sent.Kind() == kind.Kind() {
				s.await(sent.Content)
				return sent
			}
		case <-time.After(time.Minute):
			s.t.Fatalf("no letter %s came", kind.Kind())
		}
	}
}

func (s *site) await(content letter.Content) {
	s.t.Helper()
	var seen int
	subscriber, flow := letter.LinksOf(content)
	for range 6000 {
		row := s.db.Pool().QueryRow(
			"SELECT (SELECT count(*) FROM flows WHERE id = $1) + (SELECT count(*) FROM policy_subscribers WHERE id = $2)",
			flow,
			subscriber,
		)
		if err := row.Scan(&seen); err != nil {
			s.t.Fatal(err)
		}
		if seen == 1 || flow == uuid.Nil && subscriber == uuid.Nil {
			return
		}
		time.Sleep(5 * time.Millisecond)
	}
	s.t.Fatalf("the transaction of %s does not end", content.Kind())
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

// ReportUndeclared fails the test.
func (s *site) ReportUndeclared(name string) { s.t.Errorf("an undeclared cookie: %s", name) }

// noAccount is for audits, which nobody runs here.
type noAccount struct{}

func (noAccount) Account(context.Context) (audit.Account, error) {
	return audit.Account{}, models.ErrConflict
}
