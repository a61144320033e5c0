package draft

import (
	"math"
	"testing"
	"time"

	"github.com/prokken/prokken/cookie"
)

// TestKeptIsNeverShorter: a number that people read, and at most a hundredth more.
func TestKeptIsNeverShorter(t *testing.T) {
	for seen, want := range map[time.Duration]string{
		-1: "session", 730 * 24 * time.Hour: "400 days", math.MaxInt64: "400 days",
		400*24*time.Hour - time.Second: "400 days",
		7*24*time.Hour - 5*time.Second: "7 days", 24*time.Hour - 1: "24 hours", 49 * time.Hour: "49 hours",
		30*time.Minute - time.Second: "30 minutes",
		61 * time.Second:             "61 seconds", 1500 * time.Millisecond: "2 seconds", time.Second: "1 second",
	} {
		if got := kept(cookie.Lifetime(seen)); got.String() != want ||
			got > 0 && seen <= time.Duration(cookie.LongestKept) && got < cookie.Lifetime(seen) {
			t.Errorf("%s: %s, not %s", seen, got, want)
		}
	}
}
