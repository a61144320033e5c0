package commands

import (
	"context"
	"errors"
	"testing"
)

// TestStripeCommands say what is missing, before and after there is a key.
func TestStripeCommands(t *testing.T) {
	t.Parallel()
	s := newShell(t)
	for _, words := range [][]string{{"stripe", "sync"}, {"stripe", "sync", "--dry-run"}} {
		if _, err := s.try(t.Context(), words...); !errors.Is(err, errNoStripeKey) {
			t.Errorf("%q: %v", words, err)
		}
	}
	s.shows("billing reconcile", "error: there is no database")
	s.shows("stripe sync now", "error: unexpected argument now")
	s = s.with("PROKKEN_STRIPE_SECRET_KEY", "sk_test_x").with("PROKKEN_STRIPE_WEBHOOK_SECRET", "whsec_x")
	ended, stop := context.WithCancel(t.Context())
	stop() // nobody is asked
	if _, err := s.try(ended, "stripe", "sync", "--dry-run"); !errors.Is(err, context.Canceled) {
		t.Errorf("with a key: %v", err)
	}
}
