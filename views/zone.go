package views

import (
	"time"

	"github.com/prokken/prokken/views/display"
)

// day is the calendar day of a moment in the site's zone.
func (s Site) day(t time.Time) string { return display.LongDate(s.local(t)) }

// moment is a day with its time in the site's zone.
func (s Site) moment(t time.Time) string { return s.local(t).Format("January 2, 2006, 15:04 MST") }

func (s Site) local(t time.Time) time.Time {
	if s.Zone == nil {
		return t.UTC()
	}
	return t.In(s.Zone)
}
