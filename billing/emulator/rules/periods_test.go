package rules

import (
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
)

func TestPeriodEnd(t *testing.T) {
	tests := []struct{ start, interval, want string }{
		{"2026-04-16", "month", "2026-05-16"},
		{"2026-01-31", "month", "2026-02-28"},
		{"2026-12-31", "month", "2027-01-31"},
		{"2028-02-29", "year", "2029-02-28"},
		{"2026-04-16", "week", "2026-04-23"},
		{"2026-04-30", "day", "2026-05-01"},
	}
	for _, tt := range tests {
		start, err := time.Parse(time.DateOnly, tt.start)
		if err != nil {
			t.Fatal(err)
		}
		end := periodEnd(start, &objects.Recurring{Interval: tt.interval, IntervalCount: 1})
		if got := end.Format(time.DateOnly); got != tt.want {
			t.Errorf("a %s from %s ends on %s, want %s", tt.interval, tt.start, got, tt.want)
		}
	}
}
