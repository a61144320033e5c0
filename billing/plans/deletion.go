package plans

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// The metadata of a subscription that is cancelled only because its owner
// asked to delete the account.
const (
	deletionMark  = "prokken_deletion"
	deletionAsked = "asked"
)

// CancelPlans ends the user's subscriptions with the period that is paid;
// [Changer.UncancelPlans] takes that back. Those that are cancelled already stay as
// they are. It is safe many times.
func (s *Changer) CancelPlans(ctx context.Context, userID uuid.UUID) error {
	return s.changePlans(ctx, userID, func(sub *stripe.Subscription) error {
		// which Stripe lets nobody change
		if stripeapi.IsCancelling(sub) || sub.Status == stripe.SubscriptionStatusIncomplete {
			return nil
		}
		return s.setCancelling(ctx, sub, true, deletionAsked)
	})
}

// UncancelPlans takes back what [Changer.CancelPlans] cancelled, and nothing else. It
// is safe many times.
func (s *Changer) UncancelPlans(ctx context.Context, userID uuid.UUID) error {
	return s.changePlans(ctx, userID, func(sub *stripe.Subscription) error {
		if sub.Metadata[deletionMark] != deletionAsked {
			return nil
		}
		return s.setCancelling(ctx, sub, false, "")
	})
}

// EndPlans ends at once all that the user pays for, or could still pay for.
// Nothing is refunded. It is safe many times.
func (s *Changer) EndPlans(ctx context.Context, userID uuid.UUID) error {
	if err := s.seller.ClosePage(ctx, userID); err != nil { // first: nothing is bought after it
		return err
	}
	return s.changePlans(
		ctx,
		userID,
		func(sub *stripe.Subscription) error { return s.stripe.EndSubscription(ctx, sub.ID) },
	)
}

// changePlans does the same to every live subscription at Stripe, and has our
// copy follow. One that fails does not keep the others from it.
func (s *Changer) changePlans(ctx context.Context, userID uuid.UUID, change func(*stripe.Subscription) error) error {
	customer, err := payments.CustomerOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	all, err := s.stripe.ListSubscriptions(ctx, customer)
	if err != nil {
		return s.excuse(ctx, userID, err, subscriptions.IsLive)
	}
	var problems []error
	for _, sub := range all {
		if subscriptions.IsLive(string(sub.Status)) {
			problems = append(problems, change(sub))
		}
	}
	return errors.Join(append(problems, s.sync.Follow(ctx, customer))...)
}

// excuse lets it pass that Stripe does not know the customer where our copy has
// no subscription that counts: there is nothing to lose.
func (s *Changer) excuse(ctx context.Context, userID uuid.UUID, err error, counts func(status string) bool) error {
	if !errors.Is(err, stripeapi.ErrUnknownCustomer) {
		return err
	}
	all, failed := payments.SubscriptionsOf(ctx, s.db, userID)
	if failed != nil || slices.ContainsFunc(all, func(sub payments.Subscription) bool { return counts(sub.Status) }) {
		return errors.Join(err, failed)
	}
	return nil
}

// setCancelling needs no idempotency key: the same again changes nothing.
func (s *Changer) setCancelling(ctx context.Context, sub *stripe.Subscription, cancelling bool, mark string) error {
	if sub.Schedule != nil && stripeapi.IsRunning(sub.Schedule.Status) {
		if err := s.schedules.Release(ctx, sub.Schedule.ID); err != nil {
			return err
		}
	}
	params := &stripe.SubscriptionParams{CancelAtPeriodEnd: &cancelling}
	params.Context = ctx
	params.AddMetadata(deletionMark, mark) // an empty one removes it
	_, err := s.stripe.Subscriptions.Update(sub.ID, params)
	return stripeapi.Classify(err)
}
