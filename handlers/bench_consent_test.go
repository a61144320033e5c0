package handlers_test

import (
	"io"
	"log/slog"
	"net/http"
	"testing"
	"time"

	"github.com/prokken/prokken/models/modelstest"
)

// BenchmarkPolicyPageWithConsent asks for the policy page of a site that has
// something to ask, by a visitor who agreed, and, in the same run, of one that has
// not. It reports their ratio: 1 is as fast.
func BenchmarkPolicyPageWithConsent(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	plain := open(b, modelstest.SQLite(b))
	s := asking(b, modelstest.SQLite(b))
	s.choose("accept")
	kept := "prokken_consent=" + s.keptCookie()
	var with, without time.Duration
	for b.Loop() {
		with += timedWith(b, s.url+"/legal/cookie-policy", kept)
		without += timedWith(b, plain.url+"/legal/cookie-policy", kept)
	}
	b.ReportMetric(without.Seconds()/with.Seconds(), "of-without")
}

func timedWith(b *testing.B, address, cookies string) time.Duration {
	b.Helper()
	start := time.Now()
	r, _ := http.NewRequest(http.MethodGet, address, nil)
	r.Header.Set("Accept-Encoding", "br")
	r.Header.Set("Cookie", cookies)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		b.Fatal(err)
	}
	defer res.Body.Close()
	if _, err := io.Copy(io.Discard, res.Body); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}
