package hosting_test

import (
	"context"
	"crypto/ed25519"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/policy/record"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/hosting"
	"github.com/prokken/prokken/site/verification"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// world is the hosting of sites with everything around it, but for the browser, which reports what
// it is told to, the plans and the network.
type world struct {
	*hosting.Service
	t        *testing.T
	db       *models.DB
	now      time.Time
	registry *site.Registry
	upkeep   *upkeep.Service
	audits   *schedule.Service
	user     uuid.UUID
	rooms    map[uuid.UUID]int64 // how many sites the plan of a user has
	used     map[string]int64
	seen     report.Report
	broken   error // of the browser
	request  audit.Request
	queued   []uuid.UUID
	letters  []mail.Letter
	shown    sites.Method // how hosts show their token; "": not at all
	asked    verification.Options

	looksLike    string // to who looks without a browser; "": it does not answer
	whileLooking func() // a look takes time; nil: nothing happens meanwhile
	looks        int
}

func each(t *testing.T, test func(t *testing.T, w *world)) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, open(t, db)) })
}

func open(t *testing.T, db *models.DB) *world {
	w := &world{
		t: t, db: db, now: models.Now(), rooms: map[uuid.UUID]int64{}, used: map[string]int64{},
		seen: seen(), shown: sites.ByFile,
	}
	now := clock.Func(func() time.Time { return w.now })
	w.user = w.newUser("owner@example.com", 1)
	registry, err := site.Open(t.Context(), db, site.Settings{
		Address: "https://prokken.com", Names: []string{"Prokken"}, Contact: "ask@prokken.com", Zone: time.UTC, Shipped: fstest.MapFS{},
		Signer: record.NewSigner(ed25519.NewKeyFromSeed([]byte(strings.Repeat("k", ed25519.SeedSize)))), Clock: now, Observer: upkeep.Judge{},
	})
	if err != nil {
		t.Fatal(err)
	}
	table, err := known.Open(os.DirFS("../../content"), "")
	if err != nil {
		t.Fatal(err)
	}
	w.registry = registry
	w.upkeep = upkeep.New(db, upkeep.Settings{
		Sites: registry, Known: func() (known.Table, error) { return table, nil }, Mailer: doubles{w}, Looker: doubles{w}, Secrets: ring(t, "a"), Clock: now,
	})
	w.audits = schedule.New(db, schedule.Settings{
		Site: registry.Own().SiteID(), Chromium: "/bin/chromium", Queue: doubles{w}, Mailer: doubles{w}, Browser: doubles{w},
		Customers: w.upkeep, Clock: now,
	})
	w.Service = hosting.New(db, hosting.Settings{
		Sites: registry, Plans: doubles{w}, Auditor: w.audits, Verifier: doubles{w}, Settler: w.upkeep, Mailer: doubles{w},
		Grace: grace, Secrets: ring(t, "a"), Clock: now,
	})
	return w
}

// ring seals with a secret of that letter.
func ring(t *testing.T, letter string) keys.Ring {
	t.Helper()
	r, err := keys.New(strings.Repeat(letter, 32))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// newUser makes a user whose plan has room for so many sites.
func (w *world) newUser(email string, rooms int64) uuid.UUID {
	w.t.Helper()
	u := users.User{ID: models.NewID(), Email: email, PasswordHash: "x", Role: users.Member, VerifiedAt: &w.now}
	if err := users.Create(w.t.Context(), w.db, &u); err != nil {
		w.t.Fatal(err)
	}
	w.rooms[u.ID] = rooms
	return u.ID
}

// grace is how long an owner has to choose which sites stay.
const grace = 7 * 24 * time.Hour

// doubles stand in for plans, the queue, mails, the browser and the network.
type doubles struct{ w *world }

func (d doubles) key(user uuid.UUID, e billing.Entitlement) string { return user.String() + string(e) }

func (d doubles) limit(user uuid.UUID, e billing.Entitlement) int64 {
	if e == billing.Audits {
		return 2
	}
	return d.w.rooms[user]
}

func (d doubles) Allowance(_ context.Context, user uuid.UUID, e billing.Entitlement) (billing.Allowance, error) {
	return billing.Allowance{Limit: d.limit(user, e), Used: d.w.used[d.key(user, e)]}, nil
}

func (d doubles) Use(_ context.Context, _ *models.DB, user uuid.UUID, e billing.Entitlement, n int64) error {
	if d.w.used[d.key(user, e)]+n > d.limit(user, e) {
		return billing.ErrLimit
	}
	d.w.used[d.key(user, e)] += n
	return nil
}

func (d doubles) GiveBack(_ context.Context, _ *models.DB, user uuid.UUID, e billing.Entitlement, n int64) error {
	if d.w.used[d.key(user, e)] -= n; d.w.used[d.key(user, e)] < 0 {
		return errors.New("more given back than used")
	}
	return nil
}

func (d doubles) Audit(_ context.Context, _ *models.DB, id uuid.UUID) error {
	d.w.queued = append(d.w.queued, id)
	return nil
}

func (d doubles) SendMail(_ context.Context, _ *models.DB, l mail.Letter) error {
	d.w.letters = append(d.w.letters, l)
	return nil
}

func (d doubles) Browse(_ context.Context, request audit.Request) (report.Report, error) {
	d.w.request = request
	return d.w.seen, d.w.broken
}

func (d doubles) CheckWith(_ context.Context, _, _ string, o verification.Options) (sites.Method, error) {
	d.w.asked = o
	if d.w.shown == "" || o.Only != "" && o.Only != d.w.shown {
		return "", verification.NotFound{Looked: []verification.Look{{Method: sites.ByDNS, Found: "Nothing."}}}
	}
	return d.w.shown, nil
}

// seen is a complete report of a shop with these cookies, and without any others.
func seen(cookies ...report.Cookie) report.Report {
	const page = "https://shop.example/"
	if cookies == nil {
		cookies = []report.Cookie{met("PHPSESSID"), met("cart")}
	}
	return report.Report{
		URL: page, Browser: "Chromium 150.0.1.2", StartedAt: models.Now(), EndedAt: models.Now(),
		Journeys: audittest.Walked(report.Page{URL: page, Status: 200}), Cookies: cookies,
	}
}

// met is a cookie that was met before any choice.
func met(name string) report.Cookie {
	return report.Cookie{
		Name: name, Domain: "shop.example", HostOnly: true, Path: "/", Lifetime: cookie.Lifetime(24 * time.Hour), HTTPOnly: true,
		Secure: true, SameSite: cookie.Lax, Seen: []report.Where{{Journey: report.Anonymous, Page: "https://shop.example/"}},
	}
}

// incomplete is the report of an audit that did not see everything.
func incomplete(r report.Report) report.Report {
	r.Stopped = "It was stopped."
	return r
}

// add adds a site of the user, and does its first audit.
func (w *world) add(user uuid.UUID, address string) sites.Site {
	w.t.Helper()
	made, err := w.Add(w.t.Context(), user, address)
	if err != nil {
		w.t.Fatal(err)
	}
	w.work()
	return w.row(made)
}

// work does the audits that wait.
func (w *world) work() {
	w.t.Helper()
	for _, id := range w.queued {
		if _, err := w.audits.Run(w.t.Context(), id); err != nil {
			w.t.Fatal(err)
		}
	}
	w.queued = nil
	if err := w.registry.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// again lets so much time pass, and audits the site as its schedule does.
func (w *world) again(row sites.Site, later time.Duration) {
	w.t.Helper()
	w.now = w.now.Add(later)
	if _, err := w.audits.AskFor(w.t.Context(), row.ID, audits.Scheduled, nil, func(context.Context, *models.DB) error { return nil }); err != nil {
		w.t.Fatal(err)
	}
	w.work()
}

func (w *world) row(s sites.Site) sites.Site {
	w.t.Helper()
	row, err := sites.ByID(w.t.Context(), w.db, s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return row
}

func (w *world) site(s sites.Site) *site.Site {
	w.t.Helper()
	if err := w.registry.CatchUp(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
	on, err := w.registry.ByID(w.t.Context(), s.ID)
	if err != nil {
		w.t.Fatal(err)
	}
	return on
}

func (w *world) draft(s sites.Site) site.Draft {
	w.t.Helper()
	d, err := w.site(s).Draft(w.t.Context(), policy.CookiePolicy)
	if err != nil {
		w.t.Fatal(err)
	}
	return d
}

// describe says of every cookie what it is for, and that it is needed.
func (w *world) describe(s sites.Site) {
	w.t.Helper()
	again, err := w.upkeep.SayAgain(w.t.Context(), w.site(s))
	if err != nil {
		w.t.Fatal(err)
	}
	w.edit(s, func(d policy.Document) (policy.Document, error) {
		d.Cookies = slices.Clone(d.Cookies)
		for i := range d.Cookies {
			d.Cookies[i].Purpose, d.Cookies[i].Category = "Keeps the contents of the basket together", cookie.Necessary
		}
		return again(d)
	})
}

func (w *world) edit(s sites.Site, change policy.Change) {
	w.t.Helper()
	_, err := w.site(s).Edit(w.t.Context(), site.Edit{Slug: policy.CookiePolicy, By: w.user, Change: change})
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) publish(s sites.Site) error {
	w.t.Helper()
	_, err := w.Publish(w.t.Context(), w.site(s), w.user, w.draft(s).Read, "Something changed.")
	return err
}

// published is a site of the user with a version in effect.
func (w *world) published() sites.Site {
	w.t.Helper()
	s := w.add(w.user, "shop.example")
	w.describe(s)
	if _, err := w.Verify(w.t.Context(), s); err != nil {
		w.t.Fatal(err)
	}
	if err := w.publish(s); err != nil {
		w.t.Fatal(err)
	}
	return w.row(s)
}

// says returns the sentences of the document's prose.
func says(d policy.Document) []string {
	var all []string
	for _, b := range d.Blocks() {
		if prose, is := b.Content.(block.Prose); is {
			all = append(all, string(prose))
		}
	}
	return all
}
