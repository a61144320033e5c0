// Package clock tells the time, so that a test can set it. Any package may use
// it; it imports nothing of ours.
package clock

import "time"

// Clock tells the time.
type Clock interface {
	Now() time.Time
}

// System is the machine's clock, as the databases keep times: in UTC, to the
// millisecond.
type System struct{}

// Now returns the current time.
func (System) Now() time.Time { return time.Now().UTC().Truncate(time.Millisecond) }

// Func is a function as a clock. Tests set the time with it.
type Func func() time.Time

// Now calls the function.
func (f Func) Now() time.Time { return f() }

// Or returns the clock, or [System] where there is none.
func Or(c Clock) Clock {
	if c == nil {
		return System{}
	}
	return c
}
