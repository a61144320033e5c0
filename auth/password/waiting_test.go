package password

import (
	"context"
	"errors"
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

// TestTheQueueHasAnEnd: who comes when too many wait is told so at once.
func TestTheQueueHasAnEnd(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := NewHasher(2, Cost{Memory: 8, Passes: 1})
		h.slots <- struct{}{}
		h.slots <- struct{}{}
		for range 2 * queueLength {
			go func() { _, _ = h.Hash(t.Context(), "one") }()
		}
		synctest.Wait()
		if _, err := h.Hash(t.Context(), "one too many"); !errors.Is(err, ErrBusy) || h.Waiting() != 2*queueLength {
			t.Errorf("%v, and %d wait", err, h.Waiting())
		}
		<-h.slots
		<-h.slots
		synctest.Wait()
		if _, err := h.Hash(t.Context(), "later"); err != nil || h.Waiting() != 0 {
			t.Errorf("%v, and %d wait", err, h.Waiting())
		}
	})
}
