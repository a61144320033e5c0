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
// of one of 25, and of one of 25 with a log-in that leads to some more.
func BenchmarkAuditCost(b *testing.B) {
	adoptOrphans(b)
	for _, pages := range []int{1, 25} {
		b.Run(fmt.Sprintf("pages=%d", pages), func(b *testing.B) {
			l := fixtureOf(b, "")
			l.page("/{$}", "<p>Hello"+l.linked(pages-1, ""), "Set-Cookie", "sid=1; HttpOnly; SameSite=Lax")
			l.request.Pages = pages
			l.cost(b)
		})
	}
	b.Run("pages=25 and a log-in", func(b *testing.B) {
		s := openShop(fixtureOf(b, ""), oneStep)
		s.start = s.linked(24, "")
		s.inside = s.linked(8, "members-")
		s.request.Pages = 25
		s.cost(b)
	})
}

// linked serves so many pages, whose names begin so, and gives the links to them.
func (l *fixture) linked(pages int, name string) (links string) {
	for i := range pages {
		links += fmt.Sprintf("<p><a href=/%s%d>Page %d</a>", name, i, i)
		l.page(fmt.Sprintf("/%s%d", name, i), "<p>Some words. <a href=/>Home</a>")
	}
	return links
}

// cost reports the processor's time of an audit with a browser of its own.
func (l *fixture) cost(b *testing.B) {
	b.Helper()
	l.request.Browsers, l.request.Limits = nil, audit.DefaultLimits()
	before := worked(b)
	for b.Loop() {
		l.run()
	}
	b.ReportMetric((worked(b)-before).Seconds()/float64(b.N), "cpu-s/op")
}
