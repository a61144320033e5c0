package audit_test

import (
	"fmt"
	"os"
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
// start of its browser to its end: of a site of one page, and of one of 25.
func BenchmarkAuditCost(b *testing.B) {
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
			before := machineTime(b)
			for b.Loop() {
				l.run()
			}
			b.ReportMetric((machineTime(b)-before)/float64(b.N), "cpu-s/op")
		})
	}
}

// machineTime is what the whole machine worked since it started, in seconds: measure on one that
// does nothing else.
func machineTime(b *testing.B) float64 {
	b.Helper()
	text, err := os.ReadFile("/proc/stat")
	if err != nil {
		b.Skip(err)
	}
	var user, nice, system, idle, wait, hard, soft float64
	if _, err := fmt.Sscanf(string(text), "cpu %f %f %f %f %f %f %f", &user, &nice, &system, &idle, &wait, &hard, &soft); err != nil {
		b.Fatal(err)
	}
	return (user + nice + system + hard + soft) / 100
}
