package views

import (
	"time"

	"github.com/prokken/prokken/views/display"
)

// Day is the calendar day of a moment in the site's zone.
func (s Site) Day(t time.Time) string { return display.LongDate(s.Local(t)) }

// Moment is a day with its time in the site's zone.
func (s Site) Moment(t time.Time) string { return display.Moment(s.Local(t)) }

// Local returns the moment in the site's zone.
func (s Site) Local(t time.Time) time.Time {
	if s.Zone == nil {
		return t.UTC()
	}
	return t.In(s.Zone)
}
