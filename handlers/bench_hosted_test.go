package handlers_test

import (
	"fmt"
	"log/slog"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	siterows "github.com/prokken/prokken/models/sites"
)

// BenchmarkHostedPages asks for the pages of customers' sites, of 10,000 sites of which 100 are read,
// and, in the same run, for our own page. It reports of-ours: 1 is as fast as our own page.
func BenchmarkHostedPages(b *testing.B) {
	slog.SetDefault(slog.New(slog.DiscardHandler))
	for name, database := range databases {
		b.Run(name, func(b *testing.B) {
			s := open(b, database(b))
			manySites(b, s.db, 10_000)
			read := make([]string, 100)
			for i := range read {
				s.customer(fmt.Sprintf("read%d", i))
				read[i] = fmt.Sprintf("%s/s/read%d/cookie-policy", s.url, i)
				fetch(b, read[i])
			}
			own := s.url + "/legal/cookie-policy"
			fetch(b, own)
			var ours, theirs time.Duration
			for i := 0; b.Loop(); i++ {
				ours += timed(b, own)
				theirs += timed(b, read[i%100])
			}
			b.ReportMetric(ours.Seconds()/theirs.Seconds(), "of-ours")
		})
	}
}

// manySites stores sites that nobody reads.
func manySites(b *testing.B, db *models.DB, n int) {
	b.Helper()
	for i := range n {
		slug := fmt.Sprintf("s%d", i)
		row := siterows.New(slug, "https://"+slug+".example", siterows.Active, models.Now())
		if err := siterows.Create(b.Context(), db, &row); err != nil {
			b.Fatal(err)
		}
	}
}
