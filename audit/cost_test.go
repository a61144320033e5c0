package audit_test

import (
	"testing"

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
