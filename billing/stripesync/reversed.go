package stripesync

import (
	"context"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
)

// endReversed ends what the money of the current period was given back for, wherever
// that was done, or what was lost in a dispute: else it would go on, and be charged
// again. Done again after a crash, it does the same.
func (s *Syncer) endReversed(ctx context.Context, c payments.Customer, found snapshot.Snapshot) error {
	ended := false
	for _, sub := range found.Subscriptions {
		if !sub.Reversal.EndsPlan() || !subscriptions.IsLive(sub.Status) {
			continue
		}
		if err := s.stripe.EndSubscription(ctx, sub.ID); err != nil {
			return err
		}
		ended = true
	}
	if !ended {
		return nil
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}
