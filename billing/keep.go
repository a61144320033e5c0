package billing

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// Keep takes a scheduled change back: the plan stays as it is. It is safe many times;
// models.ErrConflict where the change has been made meanwhile.
func (s *Service) Keep(ctx context.Context, user users.User) error {
	sub, has, err := s.Current(ctx, user.ID)
	switch {
	case err != nil:
		return err
	case !has:
		return ErrNoPlan
	case sub.Next.At == nil:
		return nil
	case sub.Next.PlanID == "":
		return validation.Errors{"plan": "This change was not made here. Please write to us, and we see what can be done."}
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	if err := s.act(ctx, customer, func(ctx context.Context) error { return s.release(ctx, sub.ScheduleID) }); err != nil {
		return err
	}
	after, _, err := s.Current(ctx, user.ID)
	if err == nil && after.ID == sub.ID && (after.PriceID != sub.PriceID || after.Quantity != sub.Quantity) {
		err = models.ErrConflict
	}
	return err
}

// release lets go of what decides about a subscription, which stays as it is: before
// that, Stripe lets nobody cancel it or bill it anew. For "", and for what was let go
// already, nothing is done. It has no idempotency key of its own: Stripe would repeat an
// error of its own for a day, and nobody could cancel.
func (s *Service) release(ctx context.Context, scheduleID string) error {
	if scheduleID == "" {
		return nil
	}
	params := &stripe.SubscriptionScheduleReleaseParams{PreserveCancelDate: stripe.Bool(true)}
	params.Context = ctx
	_, err := s.stripe.SubscriptionSchedules.Release(scheduleID, params)
	if err = explain(err); isRefusal(err) && s.isOver(ctx, scheduleID) {
		return nil
	}
	return err
}

// isOver reports whether a schedule decides about nothing any more.
func (s *Service) isOver(ctx context.Context, scheduleID string) bool {
	params := &stripe.SubscriptionScheduleParams{}
	params.Context = ctx
	found, err := s.stripe.SubscriptionSchedules.Get(scheduleID, params)
	return err == nil && !isRunning(found.Status)
}
