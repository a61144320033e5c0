package schedules

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
)

// Release lets go of what decides about a subscription, which stays as it is: before
// that, Stripe lets nobody cancel it or bill it anew. For "", and for what was let go
// already, nothing is done. It has no idempotency key of its own: Stripe would repeat an
// error of its own for a day, and nobody could cancel.
func (s *Schedules) Release(ctx context.Context, scheduleID string) error {
	if scheduleID == "" {
		return nil
	}
	params := &stripe.SubscriptionScheduleReleaseParams{PreserveCancelDate: stripe.Bool(true)}
	params.Context = ctx
	_, err := s.stripe.SubscriptionSchedules.Release(scheduleID, params)
	if err = stripeapi.Classify(err); stripeapi.IsRefusal(err) && s.isOver(ctx, scheduleID) {
		return nil
	}
	return err
}

// isOver reports whether a schedule decides about nothing any more.
func (s *Schedules) isOver(ctx context.Context, scheduleID string) bool {
	params := &stripe.SubscriptionScheduleParams{}
	params.Context = ctx
	found, err := s.stripe.SubscriptionSchedules.Get(scheduleID, params)
	return err == nil && !stripeapi.IsRunning(found.Status)
}
