package handlers_test

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
)

// grownPages are the pages whose time must not grow with what is stored.
var grownPages = []string{
	"/", "/pricing", "/legal/terms", "/legal/terms/versions", "/legal/terms/versions?before=5000", "/legal/feed.atom", "/sitemap.xml",
	"/api/me", "/account", "/account/sessions", "/account/billing",
	"/admin/users", "/admin/users?q=user77", "/admin/users?q=example.com", "/admin/users?q=nobody", "/admin/users?state=disabled",
	"/admin/users?state=unconfirmed&q=user5", "/admin/billing", "/admin/billing/customers", "/admin/billing/customers?q=cus_4711",
	"/admin/billing/customers?q=user4711", "/admin/billing/events", "/admin/activity", "/admin/jobs", "/admin/policies/terms/versions",
}

// BenchmarkGrowth prints how long pages take, and a write while the hourly job deletes, in an empty
// database and in one with a million users and sessions, 200,000 subscriptions and 10,000 versions of
// a policy. Run it with -benchtime 1x.
func BenchmarkGrowth(b *testing.B) {
	eachDatabase(b, func(b *testing.B, db *models.DB) {
		slog.SetDefault(slog.New(slog.DiscardHandler))
		s := open(b, db)
		s.admin()
		empty := s.timePages(b)
		start := time.Now()
		s.grow(b)
		seeded := time.Since(start).Round(100 * time.Millisecond)
		full := s.timePages(b)
		// a benchmark's own log is cut off after ten lines
		fmt.Fprintf(os.Stdout, "\n%s, seeded in %v: p50 and p99, empty and full, in ms\n%s", db.Dialect(), seeded, growthTable(empty, full))
		for b.Loop() { // the measurement has its own rounds
		}
	})
}

// spent is how long something took, each time that it was done.
type spent []time.Duration

// at returns the part of the times that is below it, in milliseconds.
func (s spent) at(part float64) float64 {
	sorted := slices.Sorted(slices.Values(s))
	return float64(sorted[int(part*float64(len(sorted)-1)+.5)].Microseconds()) / 1000
}

func (s spent) String() string { return fmt.Sprintf("%8.1f %8.1f", s.at(.5), s.at(.99)) }

func growthTable(empty, full map[string]spent) string {
	var text strings.Builder
	for _, page := range append(slices.Clone(grownPages), whileTidying, tidying) {
		fmt.Fprintf(&text, "%-40s %s %s", page, empty[page], full[page])
		for _, part := range []float64{.5, .99} {
			if now := full[page].at(part); now > 100 && now > 1.2*empty[page].at(part) {
				fmt.Fprintf(&text, "  p%.0f GROWS", 100*part)
			}
		}
		text.WriteString("\n")
	}
	return text.String()
}

// timePages asks for each page up to a hundred times, for at most two seconds, and times the hourly job.
func (s *site) timePages(b *testing.B) map[string]spent {
	b.Helper()
	took := map[string]spent{}
	for _, page := range grownPages {
		s.timePage(b, page) // what is remembered is remembered
		for begun := time.Now(); len(took[page]) < 100 && (len(took[page]) < 3 || time.Since(begun) < 2*time.Second); {
			took[page] = append(took[page], s.timePage(b, page))
		}
	}
	took[whileTidying], took[tidying] = s.timeTidying(b)
	return took
}

func (s *site) timePage(b *testing.B, page string) time.Duration {
	b.Helper()
	start := time.Now()
	if status, _, _ := s.ask("GET", page, nil); status != http.StatusOK {
		b.Fatalf("%s: %d", page, status)
	}
	return time.Since(start)
}

const tidying, whileTidying = "(the hourly job)", "(a write beside the hourly job)"

// timeTidying times writes of others while old accounts, sessions and links are deleted, and that.
func (s *site) timeTidying(b *testing.B) (writes, all spent) {
	b.Helper()
	ctx, done := context.Background(), make(chan error, 1)
	begun := time.Now()
	go func() { done <- s.accounts.Tidy(ctx) }()
	for {
		start := time.Now()
		if _, err := s.db.Pool().ExecContext(ctx, "UPDATE site_sequence SET last = last"); err != nil {
			b.Fatal(err)
		}
		writes = append(writes, time.Since(start))
		select {
		case err := <-done:
			if err != nil {
				b.Fatal(err)
			}
			return writes, spent{time.Since(begun)}
		case <-time.After(time.Millisecond):
		}
	}
}
