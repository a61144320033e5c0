package handlers_test

import (
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkPolicyPage asks for the policy page and, in the same run, for a bare
// net/http handler that writes the same bytes with the same headers. It reports
// their ratio: 1 is as fast as bare.
func BenchmarkPolicyPage(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	s := open(b, modelstest.SQLite(b))
	body, header := fetch(b, s.url+"/legal/cookie-policy")
	bare := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		for name, values := range header {
			w.Header()[name] = values
		}
		_, _ = w.Write(body)
	}))
	defer bare.Close()
	var ours, theirs time.Duration
	for b.Loop() {
		ours += timed(b, s.url+"/legal/cookie-policy")
		theirs += timed(b, bare.URL)
	}
	b.ReportMetric(theirs.Seconds()/ours.Seconds(), "of-bare")
}

func timed(b *testing.B, address string) time.Duration {
	start := time.Now()
	fetch(b, address)
	return time.Since(start)
}

func fetch(b *testing.B, address string) ([]byte, http.Header) {
	b.Helper()
	r, _ := http.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", "br")
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	if err != nil {
		b.Fatal(err)
	}
	return body, res.Header
}
