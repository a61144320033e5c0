package display_test

import (
	"testing"

	"github.com/prokken/prokken/views/display"
)

// TestQuantities: people read thousands apart, and addresses and forms do not.
func TestQuantities(t *testing.T) {
	for n, want := range map[int64]string{0: "0 claims", 1: "1 claim", 999: "999 claims", 1000: "1,000 claims", 2500000: "2,500,000 claims"} {
		if got := display.Count(n, "claim"); got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
	if got := display.Number(12345); got != "12345" {
		t.Errorf("an address has %q", got)
	}
}
