package plans

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// Cancel ends the user's plan with the period that is paid; a change that was scheduled
// is dropped. A plan whose payment is late ends at once, and its open bills with it:
// whoever cancels is not charged afterwards. Comment is the reason in the user's own
// words, if they gave one. It is safe many times.
func (s *Changer) Cancel(ctx context.Context, user users.User, comment string) error {
	ended, err := s.cancelUnpaid(ctx, user)
	if err != nil || ended {
		return err
	}
	return s.setRenewal(ctx, user, func(params *stripe.SubscriptionParams) {
		params.CancelAtPeriodEnd = stripe.Bool(true)
		if comment != "" {
			params.CancellationDetails = &stripe.SubscriptionCancellationDetailsParams{Comment: &comment}
		}
	})
}

// Uncancel takes the cancellation of a plan back that has not ended. A plan that was
// not cancelled keeps its scheduled change: [Changer.CancelScheduledChange] takes that
// back, where it may.
func (s *Changer) Uncancel(ctx context.Context, user users.User) error {
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	if err != nil || has && subscriptions.Ends(sub) == nil && sub.Next.At != nil {
		return err
	}
	return s.setRenewal(ctx, user, func(params *stripe.SubscriptionParams) {
		params.CancelAtPeriodEnd = stripe.Bool(false)
		params.AddMetadata(deletionMark, "") // their own word is the last one
	})
}

func (s *Changer) setRenewal(ctx context.Context, user users.User, set func(*stripe.SubscriptionParams)) error {
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	if err == nil && !has {
		err = subscriptions.ErrNoPlan
	}
	if err != nil {
		return err
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	return s.sync.Act(ctx, customer, func(ctx context.Context) error {
		if sub.Status == string(stripe.SubscriptionStatusIncomplete) { // which Stripe lets nobody change
			return s.stripe.EndSubscription(ctx, sub.ID)
		}
		if err := s.schedules.Release(ctx, sub.ScheduleID); err != nil {
			return err
		}
		params := &stripe.SubscriptionParams{}
		params.Context = ctx
		set(params)
		_, err := s.stripe.Subscriptions.Update(sub.ID, params)
		return err
	})
}
