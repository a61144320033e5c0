package audit_test

import (
	"fmt"
	"testing"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/audittest"
)

// BenchmarkAudit is the time of an audit of a site of one page, in a browser that runs.
func BenchmarkAudit(b *testing.B) {
	l := fixtureOf(b, audittest.Honest)
	l.page("/{$}", "<p>Hello", "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
	for b.Loop() {
		l.run()
	}
}

// BenchmarkAuditCost is the processor's time of an audit as the command line does it, from the
// start of its browser to its end, and without what else the machine does: of a site of one page,
// and of one of 25.
func BenchmarkAuditCost(b *testing.B) {
	adoptOrphans(b)
	for _, pages := range []int{1, 25} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			l := fixtureOf(b, "")
			links := ""
			for i := range pages - 1 {
				links += fmt.Sprintf("<p><a href=/%d>Page %d</a>", i, i)
				l.page(fmt.Sprintf("/%d", i), "<p>Some words. <a href=/>Home</a>")
			}
			l.page("/{$}", "<p>Hello"+links, "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
			l.request.Browsers, l.request.Pages, l.request.Limits = nil, pages, audit.DefaultLimits()
			before := worked(b)
			for b.Loop() {
				l.run()
			}
			b.ReportMetric((worked(b)-before).Seconds()/float64(b.N), "cpu-s/op")
		})
	}
}
