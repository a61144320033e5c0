package metrics

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/figures"
	"github.com/prokken/prokken/models/modelstest"
)

func TestMain(m *testing.M) { modelstest.Main(m) }

type hasher struct{}

func (hasher) Running() int { return 2 }
func (hasher) Waiting() int { return 7 }

// source answers with what read returns, and counts how often it is asked.
type source struct {
	asked atomic.Int64
	read  func(ctx context.Context) (figures.Figures, error)
}

func (s *source) Figures(ctx context.Context) (figures.Figures, error) {
	s.asked.Add(1)
	return s.read(ctx)
}

// full has something of everything.
func full(context.Context) (figures.Figures, error) {
	return figures.Figures{
		Jobs:     []figures.Jobs{{Kind: "send_mail", State: "available", Count: 3}},
		Waiting:  []figures.WaitingJob{{Kind: "send_mail", Since: time.Now().Add(-time.Hour)}},
		Webhooks: figures.Webhooks{Customers: 1, Events: 2, Since: time.Now().Add(-time.Minute)},
		Audits:   []figures.Audits{{State: "done", Passed: true, Count: 4}, {State: "done", Count: 1}, {State: "failed", Count: 5}},
		Newest:   &figures.NewestAudit{EndedAt: time.Unix(1000, 0), ClaimsHold: 6, ClaimsFail: 1, ClaimsTotal: 9, FindingsHigh: 2},
	}, nil
}

// counted has counted one of each.
func counted(s Source) *Metrics {
	m := New(Settings{Source: s, Hashes: hasher{}})
	m.CountRequest("GET", "/legal/:slug", 200, time.Millisecond)
	m.CountCookie(cookie.Undeclared)
	m.CountJob("send_mail", "done", time.Second)
	m.CountMail("sent")
	return m
}

func scrape(m *Metrics) string {
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	return w.Body.String()
}

// TestNamesFollowTheConventions: Prometheus's own linter finds nothing.
func TestNamesFollowTheConventions(t *testing.T) {
	db := modelstest.SQLite(t)
	m := counted(&source{read: full})
	other := New(Settings{Source: &source{read: full}, Hashes: hasher{}, Pools: db.Pools()})
	for _, one := range []*Metrics{m, other} {
		problems, err := testutil.GatherAndLint(one.registry)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", p.Metric, p.Text)
		}
	}
}

// TestEveryFigure is there, with its labels.
func TestEveryFigure(t *testing.T) {
	text := scrape(counted(&source{read: full}))
	for _, line := range []string{
		`prokken_http_requests_total{method="GET",route="/legal/:slug",status="200"} 1`,
		`prokken_http_request_duration_seconds_count{method="GET",route="/legal/:slug"} 1`,
		`prokken_gate_cookies_removed_total{reason="undeclared"} 1`,
		`prokken_gate_cookies_removed_total{reason="malformed"} 0`,
		`prokken_jobs_worked_total{kind="send_mail",outcome="done"} 1`,
		`prokken_mails_total{outcome="sent"} 1`,
		`prokken_password_hashes{state="waiting"} 7`, `prokken_password_hashes{state="running"} 2`,
		`prokken_jobs{kind="send_mail",state="available"} 3`, `prokken_jobs_oldest_waiting_seconds{kind="send_mail"} 3600`,
		`prokken_billing_customers_behind 1`, `prokken_webhooks_waiting 2`, `prokken_webhooks_oldest_waiting_seconds 60`,
		`prokken_audits{result="passed"} 4`, `prokken_audits{result="not_passed"} 1`, `prokken_audits{result="failed"} 5`,
		`prokken_audit_sentences{status="holds"} 6`, `prokken_audit_sentences{status="contradicted"} 1`,
		`prokken_audit_sentences{status="unseen"} 2`, `prokken_audit_findings{severity="high"} 2`,
		`prokken_audit_last_timestamp_seconds 1000`, `prokken_database_up 1`, `go_goroutines`, `process_start_time_seconds`,
	} {
		if !strings.Contains(text, "\n"+line) {
			t.Errorf("%s is missing", line)
		}
	}
}

// TestDatabaseAway: a scrape then holds all that needs no database, and says that it is away.
func TestDatabaseAway(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		read := func(ctx context.Context) (figures.Figures, error) { return figures.Read(ctx, db, models.NewSiteID()) }
		if text := scrape(counted(&source{read: read})); !strings.Contains(text, "\nprokken_database_up 1") {
			t.Errorf("before: %s", text)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		text := scrape(counted(&source{read: read}))
		if !strings.Contains(text, "\nprokken_database_up 0") || !strings.Contains(text, "\nprokken_password_hashes{") ||
			!strings.Contains(text, "\nprokken_http_requests_total{") || strings.Contains(text, "\nprokken_webhooks_waiting") {
			t.Errorf("away: %s", text)
		}
	})
}

// TestTheDatabaseIsAskedSeldom, and again after some seconds, however many scrape.
func TestTheDatabaseIsAskedSeldom(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &source{read: full}
		m := counted(s)
		for range 10 {
			scrape(m)
		}
		if n := s.asked.Load(); n != 1 {
			t.Errorf("asked %d times at once", n)
		}
		time.Sleep(storedFor)
		if scrape(m); s.asked.Load() != 2 {
			t.Errorf("asked %d times after %v", s.asked.Load(), storedFor)
		}
	})
}

// TestASlowDatabase holds up a scrape for some seconds at most.
func TestASlowDatabase(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := counted(&source{read: func(ctx context.Context) (figures.Figures, error) {
			select {
			case <-ctx.Done():
				return figures.Figures{}, ctx.Err()
			case <-time.After(time.Hour):
				return figures.Figures{}, errors.New("too late")
			}
		}})
		began := time.Now()
		text := scrape(m)
		if took := time.Since(began); took > readTimeout || !strings.Contains(text, "\nprokken_database_up 0") {
			t.Errorf("after %v: %s", took, text)
		}
	})
}

// TestStrangersMakeNoMethods: whatever they send, one series stands for it.
func TestStrangersMakeNoMethods(t *testing.T) {
	m := counted(&source{read: full})
	for n := range 100 {
		m.CountRequest("BREW"+strings.Repeat("X", n), "unmatched", 405, 0)
	}
	if n := testutil.CollectAndCount(m.requests.counted); n != 2 {
		t.Errorf("%d series", n)
	}
}
