package legal_test

import (
	"testing"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/views/legal"
)

// TestLooksAreNoAudits: while looks without a browser find a site as the audit saw it, the audit is
// not out of date; what is told is the audit alone.
func TestLooksAreNoAudits(t *testing.T) {
	const day = 24 * time.Hour
	now := time.Date(2026, 11, 30, 12, 0, 0, 0, time.UTC)
	audited := now.Add(-5 * day)
	o := legal.Observation{
		Audit: &audits.Audit{EndedAt: &audited}, Claims: []report.Claim{{Result: report.Holds}}, Interval: day,
	}
	if told := legal.NewObserved(o, now); !told.OutOfDate {
		t.Error("an audit of five days ago at which nobody has looked since is not out of date")
	}
	o.StoodUntil = now.Add(-time.Hour)
	if told := legal.NewObserved(o, now); told.OutOfDate || !told.EndedAt.Equal(audited) {
		t.Errorf("out of date: %t, audited on %s", told.OutOfDate, told.EndedAt)
	}
	if told := legal.NewObserved(o, now.Add(3*day)); !told.OutOfDate {
		t.Error("three days after the last look it is not out of date")
	}
	o.StoodUntil = audited.Add(-day)
	if told := legal.NewObserved(o, now); !told.OutOfDate {
		t.Error("a look before the audit counts")
	}
}
