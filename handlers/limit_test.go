package handlers_test

import (
	"net/netip"
	"testing"
	"testing/synctest"
	"time"

	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/program"
)

// TestAddressesAreForgotten: whoever asked last, even as often as they may, and at the worst moment
// between two sweeps, is forgotten in time, though nobody asks again.
func TestAddressesAreForgotten(t *testing.T) {
	for begun := time.Duration(0); begun < program.ClientAddressesKept; begun += 10 * time.Second {
		synctest.Test(t, func(t *testing.T) {
			l := handlers.NewLimiter(60)
			l.Take(netip.MustParseAddr("198.51.100.1")) // the sweeps count from here
			time.Sleep(begun)
			for l.Take(netip.MustParseAddr("203.0.113.7")) == 0 {
				continue
			}
			if l.Remembered() == 0 {
				t.Error("nobody is slowed down")
			}
			time.Sleep(program.ClientAddressesKept + time.Second)
			if n := l.Remembered(); n > 0 {
				t.Errorf("%d addresses are remembered, %s after the first sweep began", n, begun)
			}
			time.Sleep(program.ClientAddressesKept) // no sweep is left
		})
	}
}
