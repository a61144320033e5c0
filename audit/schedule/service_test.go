package schedule_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/policies"
)

func TestAnAuditIsKept(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		if d.Newest() != nil {
			t.Error("there is one already")
		}
		a := d.audit()
		want := audits.Result{
			PolicySlug:    "cookie-policy",
			PolicyVersion: 3,
			PolicySHA256:  "1a2b3c4d",
			Browser:       "Chromium 150.0.1.2",
			ClaimsHold:    2,
			ClaimsTotal:   2,
			Passed:        true,
			Complete:      true,
		}
		if a.State != audits.AuditDone || a.Result != want || a.StartedAt == nil || a.EndedAt == nil ||
			a.AskedBy != nil {
			t.Errorf("%+v", a)
		}
		report, err := schedule.Read(a)
		if err != nil || len(report.Claims) != 2 || report.Journeys[0].Pages[0].URL != "https://prokken.com/" {
			t.Errorf("%+v, %v", report, err)
		}
		shots, err := audits.Screenshots(t.Context(), d.db, d.Site, a.ID)
		if err != nil || len(shots) != 1 || shots[0].N != 1 || shots[0].Journey != "anonymous" {
			t.Errorf("%+v, %v", shots, err)
		}
		if newest := d.Newest(); newest == nil || newest.Audit.ID != a.ID || len(newest.Report.Claims) != 2 {
			t.Errorf("%+v", newest)
		}
		o := d.request
		if o.URL != "https://prokken.com" || !o.Own || !o.Shots || o.Pages != 7 || o.Document != nil ||
			o.Account == nil ||
			strings.Join(o.Private, " ") != "prokken.com:443 10.0.0.0/8" ||
			strings.Join(o.Skip, " ") != "/dev/" {
			t.Errorf("%+v", o)
		}
	})
}

// TestAskedTwiceItIsOne: also by many at once, and while it runs.
func TestAskedTwiceItIsOne(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		var mu sync.Mutex
		d.Queue = queueFunc(func(_ context.Context, _ *models.DB, id uuid.UUID) error {
			mu.Lock()
			defer mu.Unlock()
			d.queued = append(d.queued, id)
			return nil
		})
		ids := make([]uuid.UUID, 5)
		var all sync.WaitGroup
		for i := range ids {
			all.Go(func() { ids[i] = d.ask().ID })
		}
		all.Wait()
		for _, id := range ids {
			if id != ids[0] {
				t.Fatalf("different audits: %v", ids)
			}
		}
		d.during = func(context.Context) {
			if again := d.ask(); again.ID != ids[0] {
				t.Error("another one while it runs")
			}
		}
		if _, err := d.Run(t.Context(), ids[0]); err != nil {
			t.Fatal(err)
		}
		if next := d.ask(); next.ID == ids[0] {
			t.Error("it is not asked for anew afterwards")
		}
	})
}

// TestOneRunsAtATime: of two services on one database, as on two servers.
func TestOneRunsAtATime(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		first := d.ask()
		other := open(t, d.db)
		d.during = func(ctx context.Context) {
			waiting := audits.Audit{ID: models.NewID(), SiteID: d.Site, AskedAt: d.now, State: audits.AuditAsked}
			if err := audits.Create(ctx, d.db, &waiting); err != nil {
				t.Fatal(err)
			}
			if busy, err := other.Run(ctx, waiting.ID); !busy || err != nil {
				t.Errorf("busy: %t, %v", busy, err)
			}
		}
		if busy, err := d.Run(t.Context(), first.ID); busy || err != nil {
			t.Fatal(busy, err)
		}
		if busy, err := other.Run(t.Context(), first.ID); busy || err != nil {
			t.Errorf("what is done is done again: %t, %v", busy, err)
		}
		if err := other.Reload(t.Context()); err != nil || other.Newest() == nil ||
			other.Newest().Audit.ID != first.ID {
			t.Errorf("the other server does not see it: %v", err)
		}
	})
}

// TestAdminsAreToldOnce of what is new and bad, and of nothing else.
func TestAdminsAreToldOnce(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.admin("ada@example.com")
		d.admin("bob@example.com")
		told := func(want int) {
			t.Helper()
			if len(d.letters) != want {
				t.Errorf("%d letters, want %d", len(d.letters), want)
			}
		}
		d.report = clean(finding("low", report.Low))
		d.audit()
		told(0)
		d.report = clean(finding("low", report.Low), finding("medium", report.Medium), finding("high", report.High))
		a := d.audit()
		told(2)
		want := mail.Letter{To: "ada@example.com", Content: letter.AuditFound{
			Audit: a.ID, Count: 2,
			Findings: []string{"The cookie high is not declared.", "The cookie medium is not declared."},
		}}
		if diff := cmp.Diff(want, d.letters[0]); diff != "" {
			t.Error(diff)
		}
		d.audit()
		told(2) // the same again
		d.report = clean()
		d.audit()
		d.report = clean(finding("high", report.High))
		d.audit()
		told(4) // it came back
	})
}

// TestALetterThatCannotBeWrittenKeepsNothing: report, pictures and mail are one.
func TestALetterThatCannotBeWrittenKeepsNothing(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.admin("ada@example.com")
		d.report = clean(finding("high", report.High))
		d.Mailer = noMailer{}
		a := d.ask()
		if _, err := d.Run(t.Context(), a.ID); err == nil {
			t.Fatal("it worked")
		}
		shots, err := audits.Screenshots(t.Context(), d.db, d.Site, a.ID)
		if got := d.get(a.ID); got.State != audits.AuditRunning || len(shots) != 0 || err != nil {
			t.Errorf("%s, %d pictures, %v", got.State, len(shots), err)
		}
	})
}

func TestWhatCannotBeAudited(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.err = errors.New("cannot start chromium: a secret detail")
		if a := d.audit(); a.State != audits.AuditFailed || !strings.Contains(a.Problem, "could not be started") ||
			strings.Contains(a.Problem, "secret") {
			t.Errorf("%+v", a)
		}
		if d.Newest() != nil {
			t.Error("it counts as an audit")
		}
	})
}

// TestProgressIsShown: who looks sees how far it is; and an audit that is stopped keeps what
// it saw.
func TestProgressIsShown(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		a := d.ask()
		if err := d.Stop(t.Context(), d.Site, a.ID); !errors.Is(err, models.ErrConflict) {
			t.Errorf("stopped before it began: %v", err)
		}
		stopped := false
		d.during = func(ctx context.Context) {
			d.request.Progress(audit.Progress{Journey: report.GPC, Page: "https://prokken.com/", Done: 2, Cookies: 3})
			if p, known := schedule.ReadProgress(d.get(a.ID)); !known || p.Cookies != 3 || p.Journey != report.GPC {
				t.Errorf("%+v", p)
			}
			if err := d.Stop(t.Context(), d.Site, a.ID); err != nil || ctx.Err() != nil {
				t.Error(err, ctx.Err())
			}
			d.now = d.now.Add(time.Second)
			d.request.Progress(audit.Progress{Page: "https://prokken.com/next"})
			stopped = ctx.Err() != nil
		}
		if busy, err := d.Run(t.Context(), a.ID); busy || err != nil || !stopped {
			t.Errorf("busy: %t, %v, stopped: %t", busy, err, stopped)
		}
		if a := d.get(a.ID); a.State != audits.AuditDone || a.Progress != "" || a.Report == "" {
			t.Errorf("%+v", a)
		}
	})
}

// TestNoMachine: an audit for which no browser comes up is no result. It waits again, but
// not without end.
func TestNoMachine(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.err = fmt.Errorf("a reason: %w", browser.ErrDidNotStart)
		a := d.ask()
		for range 2 {
			if busy, err := d.Run(t.Context(), a.ID); !busy || err != nil {
				t.Errorf("busy: %t, %v", busy, err)
			}
			if a := d.get(a.ID); a.State != audits.AuditAsked || a.StartedAt != nil || d.Newest() != nil {
				t.Errorf("%+v", a)
			}
		}
		d.now = d.now.Add(time.Hour)
		if busy, err := d.Run(t.Context(), a.ID); busy || err != nil || d.get(a.ID).State != audits.AuditFailed {
			t.Errorf("after an hour: %t, %v, %+v", busy, err, d.get(a.ID))
		}
	})
}

// TestAReportThatCannotBeRead is not kept as one: the pages could show nothing.
func TestAReportThatCannotBeRead(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.report.Cookies = []report.Cookie{{Name: "a", Lifetime: cookie.Lifetime(-1500 * time.Millisecond)}}
		if a := d.audit(); a.State != audits.AuditFailed || d.Newest() != nil {
			t.Errorf("%+v", a)
		}
	})
}

// TestWithoutAnAccount: an admin disabled it.
func TestWithoutAnAccount(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.account = models.ErrConflict
		report, err := schedule.Read(d.audit())
		if err != nil || d.request.Account != nil || len(d.left) != 0 || len(report.Notes) != 1 ||
			!strings.Contains(report.Notes[0], "disabled") {
			t.Errorf("%+v, %v", report.Notes, err)
		}
	})
}

// TestNothingIsLeftOpen: what follows an audit is done each time, and does no harm.
func TestNothingIsLeftOpen(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		if a := d.audit(); a.State != audits.AuditDone || !slices.Equal(d.left, []string{"audit@prokken.com.invalid"}) {
			t.Errorf("%s, %v", a.State, d.left)
		}
		d.err = errors.New("no browser")
		if d.audit(); len(d.left) != 2 {
			t.Errorf("%v", d.left)
		}
	})
}

// TestTheEndOfTheProgram has the audit wait again.
func TestTheEndOfTheProgram(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		ctx, stop := context.WithCancel(t.Context())
		a := d.ask()
		d.during = func(context.Context) { stop() }
		if _, err := d.Run(ctx, a.ID); !errors.Is(err, context.Canceled) {
			t.Error(err)
		}
		if got := d.get(a.ID); got.State != audits.AuditAsked || got.StartedAt != nil {
			t.Errorf("%+v", got)
		}
		d.during = func(context.Context) {}
		if _, err := d.Run(t.Context(), a.ID); err != nil || d.get(a.ID).State != audits.AuditDone {
			t.Error(err)
		}
	})
}

// TestALostServer: what it ran is given up after a while, and another can run.
func TestALostServer(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		lost := d.ask()
		if err := audits.Begin(t.Context(), d.db, d.Site, lost.ID, d.now); err != nil {
			t.Fatal(err)
		}
		d.now = d.now.Add(5 * time.Minute)
		if again := d.ask(); again.ID != lost.ID {
			t.Error("given up too early")
		}
		d.now = d.now.Add(2 * time.Minute)
		if a := d.audit(); a.State != audits.AuditDone || a.ID == lost.ID {
			t.Errorf("%+v", a)
		}
		if got := d.get(lost.ID); got.State != audits.AuditFailed || got.Problem == "" {
			t.Errorf("%+v", got)
		}
	})
}

// noMailer takes no letters.
type noMailer struct{}

func (noMailer) SendMail(context.Context, *models.DB, mail.Letter) error { return errors.New("no") }

// queueFunc is a function as a queue.
type queueFunc func(ctx context.Context, tx *models.DB, id uuid.UUID) error

func (f queueFunc) Audit(ctx context.Context, tx *models.DB, id uuid.UUID) error {
	return f(ctx, tx, id)
}

// TestAuditKnowsItsVersion: an audit points at the version that it read, where that
// is known here, and at none where the site served something else.
func TestAuditKnowsItsVersion(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		if a := d.audit(); a.VersionID != nil || a.PolicyVersion != 3 {
			t.Errorf("a version that is not here: %+v", a.Result)
		}
		day := "2026-04-16"
		v := &policies.Version{
			ID: models.NewID(), Number: new(int64(3)), State: policies.Published, Document: "{}", SHA256: "1a2b3c4d",
			Record:      "{}",
			PublishedOn: &day, PublishedAt: &d.now, EffectiveAt: &d.now,
		}
		if err := policies.Create(t.Context(), d.db, &policies.Policy{ID: models.NewID(), SiteID: d.Site, Slug: "cookie-policy"}, v); err != nil {
			t.Fatal(err)
		}
		if a := d.audit(); a.VersionID == nil || *a.VersionID != v.ID {
			t.Errorf("got %v", a.VersionID)
		}
		d.report.Policy.SHA256 = "another"
		if a := d.audit(); a.VersionID != nil {
			t.Errorf("another document: %v", a.VersionID)
		}
	})
}

// TestFirstOfWeek: the first audit that is done in a week looks at the site both ways.
func TestFirstOfWeek(t *testing.T) {
	each(t, func(t *testing.T, d *world) {
		d.now = time.Date(2026, 11, 27, 9, 0, 0, 0, time.UTC) // a Friday
		for _, step := range []struct {
			after time.Duration
			want  bool
		}{{0, true}, {6 * time.Hour, false}, {48 * time.Hour, false}, {24 * time.Hour, true}, {time.Hour, false}} {
			d.now = d.now.Add(step.after)
			d.audit()
			if d.request.BothWays != step.want {
				t.Errorf("%s: %v", d.now.Format(time.ANSIC), d.request.BothWays)
			}
		}
	})
}
