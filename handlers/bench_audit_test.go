package handlers_test

import (
	"context"
	"log/slog"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/browser"
	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkPolicyPageWhileAudit asks for the policy page while a browser audits the site, as the
// server has it done, and before that while nothing else happens. It reports the slowest
// hundredth of both, and their ratio.
func BenchmarkPolicyPageWhileAudit(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	path, err := browser.FindChromium()
	if err != nil {
		modelstest.Missing(b, "chromium", err.Error())
	}
	s := open(b, modelstest.SQLite(b))
	pool := browser.NewPool(path, browser.PoolOptions{LowPriority: true})
	defer pool.Close()
	for b.Loop() {
		alone, end := context.WithTimeout(b.Context(), 20*time.Second)
		idle := slowestUntil(alone, b, s)
		end()
		during, end := context.WithCancel(b.Context())
		go func() {
			defer end()
			auditOnce(b, s, pool)
		}()
		busy := slowestUntil(during, b, s)
		b.ReportMetric(float64(idle.Microseconds()), "idle-p99-us")
		b.ReportMetric(float64(busy.Microseconds()), "p99-us")
		b.ReportMetric(busy.Seconds()/idle.Seconds(), "p99-of-idle")
	}
}

// auditOnce audits the site as the server does its own.
func auditOnce(b *testing.B, s *site, pool *browser.Pool) {
	at, err := url.Parse(s.url)
	if err == nil {
		_, err = audit.Run(b.Context(), audit.Request{
			URL: s.url, Own: true, Private: []string{at.Host}, Pages: audit.DefaultPages,
			Limits: audit.DefaultLimits(), Shots: true, Browsers: pool,
		})
	}
	if err != nil {
		b.Error(err)
	}
}

// slowestUntil is the 99th percentile of policy pages, each asked for a moment after the one
// before, until the context ends.
func slowestUntil(ctx context.Context, b *testing.B, s *site) time.Duration {
	var took []time.Duration
	for ctx.Err() == nil {
		took = append(took, timed(b, s.url+"/legal/cookie-policy"))
		time.Sleep(2 * time.Millisecond)
	}
	slices.Sort(took)
	return took[len(took)*99/100]
}
