package password

import (
	"context"
	"testing"
	"testing/synctest"
)

// TestHashesThatWait are counted until they get their slot or give up.
func TestHashesThatWait(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(1, Cost{Memory: 8, Passes: 1})
		h.slots <- struct{}{} // somebody hashes
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go func() { _, _ = h.Hash(t.Context(), "one") }()
		go func() { _, _ = h.Hash(ctx, "two") }()
		synctest.Wait()
		if h.Running() != 1 || h.Waiting() != 2 {
			t.Errorf("%d run and %d wait", h.Running(), h.Waiting())
		}
		cancel()
		synctest.Wait()
		if h.Waiting() != 1 {
			t.Errorf("after one gave up %d wait", h.Waiting())
		}
		<-h.slots
		synctest.Wait()
		if h.Running() != 0 || h.Waiting() != 0 {
			t.Errorf("at the end %d run and %d wait", h.Running(), h.Waiting())
		}
	})
}
