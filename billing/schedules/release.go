package schedules

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
)

// Release releases a schedule; its subscription stays as it is. Until then Stripe does
// not allow cancelling that subscription or changing its billing period. For "", and
// for what was released already, nothing is done. It has no idempotency key of its own:
// Stripe would repeat an error of its own for a day, and nobody could cancel.
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
