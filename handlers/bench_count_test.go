package handlers_test

import (
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/modelstest"
	sites "github.com/prokken/prokken/site"
)

// BenchmarkCounting asks for the policy page with and without figures, and with a line in the
// log for each, in turns and without a network. It reports how much longer each takes than a
// page that is neither counted nor logged: 1 is no longer.
func BenchmarkCounting(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	counting := open(b, modelstest.SQLite(b), writing(config.NoRequests))
	logging := open(b, modelstest.SQLite(b), writing(config.AllRequests))
	bare := open(b, modelstest.SQLite(b), writing(config.NoRequests))
	bare.server.CountNothing()
	var counted, logged, neither time.Duration
	plain, counts, logs := bare.server.Handler(), counting.server.Handler(), logging.server.Handler()
	for b.Loop() {
		neither += served(b, plain)
		counted += served(b, counts)
		logged += served(b, logs)
	}
	b.ReportMetric(counted.Seconds()/neither.Seconds(), "counted")
	b.ReportMetric(logged.Seconds()/neither.Seconds(), "counted-and-logged")
}

func writing(requests config.RequestsToWrite) configured {
	return func(c *config.Config, _ *sites.Settings) { c.Log.Requests = requests }
}

func served(b *testing.B, site http.Handler) time.Duration {
	b.Helper()
	r := httptest.NewRequest(http.MethodGet, "/legal/cookie-policy", nil)
	r.Header.Set("Accept-Encoding", "br")
	w := httptest.NewRecorder()
	start := time.Now()
	site.ServeHTTP(w, r)
	took := time.Since(start)
	if w.Code != http.StatusOK {
		b.Fatal(w.Code)
	}
	return took
}
