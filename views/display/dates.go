// Package display formats dates, durations and numbers as pages show them. It knows nothing
// of the site.
package display

import (
	"fmt"
	"time"
)

// LongDate is a calendar day as the policies print it.
func LongDate(t time.Time) string { return t.Format("January 2, 2006") }

// ShortDate is a calendar day where there is little room.
func ShortDate(t time.Time) string { return t.Format("Jan 2, 2006") }

// ISODate is a calendar day for machines.
func ISODate(t time.Time) string { return t.Format(time.DateOnly) }

// Moment is a day with its time and its zone, in that zone.
func Moment(t time.Time) string { return t.Format("January 2, 2006, 15:04 MST") }

// ISOTime is a moment for machines (RFC 3339), in UTC.
func ISOTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Wait puts how long to wait into words.
func Wait(d time.Duration) string {
	switch seconds := int(max(d, time.Second).Round(time.Second) / time.Second); {
	case seconds == 1:
		return "a second"
	case seconds < 90:
		return fmt.Sprintf("%d seconds", seconds)
	case seconds < 90*60:
		return fmt.Sprintf("%d minutes", (seconds+59)/60)
	default:
		return fmt.Sprintf("%d hours", (seconds+3599)/3600)
	}
}
