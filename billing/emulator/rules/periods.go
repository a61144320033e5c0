package rules

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// periodEnd is one interval later.
func periodEnd(start time.Time, r *objects.Recurring) time.Time { return later(start.UTC(), r, 1) }

// later is some intervals later; a month that is too short ends early, as at
// Stripe (January 31 to February 28).
func later(start time.Time, r *objects.Recurring, times int) time.Time {
	count := int(r.IntervalCount) * times
	switch r.Interval {
	case "day":
		return start.AddDate(0, 0, count)
	case "week":
		return start.AddDate(0, 0, 7*count)
	case "year":
		count *= 12
	}
	end := start.AddDate(0, count, 0)
	if end.Day() != start.Day() {
		end = end.AddDate(0, 0, -end.Day())
	}
	return end
}

// CycleEnd is the first end of a period after a moment: all count from the
// anchor, so that a short month does not move the following ones.
func CycleEnd(anchor int64, r *objects.Recurring, after int64) int64 {
	start := time.Unix(anchor, 0).UTC()
	for times := 1; ; times++ {
		if end := later(start, r, times).Unix(); end > after {
			return end
		}
	}
}
