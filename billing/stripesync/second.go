package stripesync

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
)

// cancelSecond ends what somebody subscribed to twice after all: the oldest that
// is paid stays, and an admin is asked to give the rest of the money back. Done again
// after a crash, it does the same.
func (s *Syncer) cancelSecond(ctx context.Context, c payments.Customer, found snapshot.Snapshot) error {
	var live []payments.Subscription
	for _, sub := range found.Subscriptions {
		if subscriptions.HasAccess(sub.Status) && s.catalog.IsSold(sub.PlanID) {
			live = append(live, sub)
		}
	}
	if len(live) < 2 {
		return nil
	}
	slices.SortFunc(live, func(a, b payments.Subscription) int {
		return cmp.Or(isLate(a)-isLate(b), a.StartedAt.Compare(b.StartedAt), cmp.Compare(a.ID, b.ID))
	})
	for _, sub := range live[1:] {
		note := fmt.Sprintf(
			"A second subscription (%s) beside %s was cancelled. Please refund what was paid for it.",
			s.catalog.Name(sub.PlanID),
			live[0].ID,
		)
		if err := s.notices.RaiseNow(ctx, c, payments.Alert{Kind: notices.AlertDuplicate, ObjectID: sub.ID, Note: note}); err != nil {
			return err
		}
		if err := s.stripe.EndSubscription(ctx, sub.ID); err != nil {
			return err
		}
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}

func isLate(sub payments.Subscription) int {
	if sub.Status == string(stripe.SubscriptionStatusPastDue) {
		return 1
	}
	return 0
}
