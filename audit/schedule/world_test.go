package schedule_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/audittest"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

// world is a service with a browser that reports what it is told to.
type world struct {
	*schedule.Service
	t       *testing.T
	db      *models.DB
	now     time.Time
	report  report.Report
	err     error
	request audit.Request
	during  func(ctx context.Context)
	queued  []uuid.UUID
	letters []mail.Letter
	account error
	left    []string // by whom
}

func each(t *testing.T, test func(t *testing.T, d *world)) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) { test(t, open(t, db)) })
}

func open(t *testing.T, db *models.DB) *world {
	site, err := sites.EnsureOwn(t.Context(), db, "https://prokken.com")
	if err != nil {
		t.Fatal(err)
	}
	d := &world{t: t, db: db, now: models.Now(), report: clean(), during: func(context.Context) {}}
	d.Service = schedule.New(db, schedule.Settings{
		Site:    site.ID,
		BaseURL: "https://prokken.com", Every: 6 * time.Hour, Pages: 7, Private: []string{"10.0.0.0/8"}, Chromium: "/bin/chromium",
		Accounts: doubles{d}, Cleaner: doubles{d}, Queue: doubles{d}, Mailer: doubles{d}, Browser: doubles{d},
		Clock: clock.Func(func() time.Time { return d.now }),
	})
	return d
}

// doubles stand in for what the service needs, and note on the world what they are
// asked for.
type doubles struct{ d *world }

func (s doubles) Account(context.Context) (audit.Account, error) {
	return audit.Account{Email: "audit@prokken.com.invalid", Password: "x"}, s.d.account
}

func (s doubles) Leave(ctx context.Context, account audit.Account) error {
	s.d.left = append(s.d.left, account.Email)
	return errors.Join(ctx.Err(), errors.New("nobody answers"))
}

func (s doubles) Audit(_ context.Context, _ *models.DB, id uuid.UUID) error {
	s.d.queued = append(s.d.queued, id)
	return nil
}

func (s doubles) SendMail(_ context.Context, _ *models.DB, l mail.Letter) error {
	s.d.letters = append(s.d.letters, l)
	return nil
}

func (s doubles) Browse(ctx context.Context, request audit.Request) (report.Report, error) {
	s.d.request = request
	s.d.during(ctx)
	return s.d.report, s.d.err
}

// clean is a report in which all is well.
func clean(findings ...report.Finding) report.Report {
	return report.Report{
		URL: "https://prokken.com/", Browser: "Chromium 150.0.1.2", Policy: &report.Policy{Slug: "cookie-policy", Version: 3, SHA256: "1a2b3c4d"},
		Journeys: append(
			audittest.Walked(report.Page{URL: "https://prokken.com/", Status: 200})[1:],
			report.Journey{Name: report.Anonymous, Pages: []report.Page{
				{
					URL:        "https://prokken.com/",
					Status:     200,
					Screenshot: []byte("jpeg"),
				}, {URL: "https://prokken.com/none"},
			}},
		),
		Claims: []report.Claim{
			{UID: "a", Says: "One.", Result: report.Holds},
			{UID: "b", Says: "Two.", Result: report.Holds},
		},
		Findings: findings,
	}
}

func finding(subject string, severity report.Severity) report.Finding {
	return report.Finding{
		Kind:     report.Undeclared,
		Severity: severity,
		Subject:  subject,
		What:     "The cookie " + subject + " is not declared.",
		Mend:     "Declare it.",
	}
}

func (d *world) ask() audits.Audit {
	d.t.Helper()
	a, err := d.Ask(d.t.Context(), nil, func(context.Context, *models.DB) error { return nil })
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

// audit asks for one and does it.
func (d *world) audit() audits.Audit {
	d.t.Helper()
	d.now = d.now.Add(time.Second)
	a := d.ask()
	if busy, err := d.Run(d.t.Context(), a.ID); busy || err != nil {
		d.t.Fatalf("busy: %t, %v", busy, err)
	}
	return d.get(a.ID)
}

func (d *world) get(id uuid.UUID) audits.Audit {
	d.t.Helper()
	a, err := audits.ByID(d.t.Context(), d.db, d.Site, id)
	if err != nil {
		d.t.Fatal(err)
	}
	return a
}

func (d *world) admin(email string) {
	d.t.Helper()
	if err := users.Create(d.t.Context(), d.db, &users.User{ID: models.NewID(), Email: email, Role: users.Admin, VerifiedAt: &d.now}); err != nil {
		d.t.Fatal(err)
	}
}
