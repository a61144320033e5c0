package web

import (
	"strings"
	"time"

	"github.com/prokken/prokken/views/display"
)

// TakenDown is the error of a site that an admin took down: everybody reads when and why. It is
// an [ErrTakenDown].
type TakenDown struct {
	Reason string
	On     time.Time // in the site's zone; zero: not known
}

// Error says so in words for people.
func (t TakenDown) Error() string {
	words := "We took this page down"
	if !t.On.IsZero() {
		words += " on " + display.LongDate(t.On)
	}
	if reason := strings.TrimRight(t.Reason, "."); reason != "" {
		words += ": " + reason
	}
	return words + "."
}

// Is reports whether the target is what the error is one of.
func (t TakenDown) Is(target error) bool { return target == ErrTakenDown }
