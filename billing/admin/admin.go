package admin

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// Begin notes that an act begins at Stripe, once all is checked; where that
// fails, nothing is done. Press names the press of a button that acts once,
// however often it is sent; it is empty for what changes nothing the second time.
type Begin func(ctx context.Context, press string) error

// CancelNow ends a subscription at once. Nothing is refunded. One that has ended
// stays as it is.
func (s *Operator) CancelNow(
	ctx context.Context, customer payments.Customer, subscriptionID string, begin Begin,
) error {
	sub, err := subscriptions.Find(ctx, s.db, customer, subscriptionID)
	if err != nil || !subscriptions.IsLive(sub.Status) {
		return err
	}
	return s.act(
		ctx,
		customer,
		"",
		begin,
		func(ctx context.Context) error { return s.stripe.EndSubscription(ctx, subscriptionID) },
	)
}

// Extend makes a subscription free until then; for one that is already free until then
// nothing is done.
func (s *Operator) Extend(
	ctx context.Context, customer payments.Customer, subscriptionID string, until time.Time, begin Begin,
) error {
	sub, err := subscriptions.Find(ctx, s.db, customer, subscriptionID)
	switch {
	case err != nil, sub.TrialEndsAt != nil && sub.TrialEndsAt.Equal(until):
		return err
	case !subscriptions.IsLive(sub.Status):
		return validation.Errors{"until": "This plan has ended. You can give them one as a gift."}
	case sub.Next.At != nil:
		return validation.Errors{
			"until": "This plan changes on " + sub.Next.At.Format(
				"January 2, 2006",
			) + ". Please extend it after that, or give a gift.",
		}
	case !until.After(s.clock.Now()) || until.After(s.clock.Now().AddDate(2, 0, 0)):
		return validation.Errors{"until": "Please choose a day within the next two years."}
	case !until.After(sub.CurrentPeriodEnd):
		return validation.Errors{
			"until": "That is already paid for. Please choose a day after " + sub.CurrentPeriodEnd.Format("January 2, 2006") + ".",
		}
	}
	return s.act(ctx, customer, "", begin, func(ctx context.Context) error {
		if err := s.schedules.Release(ctx, sub.ScheduleID); err != nil { // no change is left in it
			return err
		}
		params := &stripe.SubscriptionParams{TrialEnd: stripe.Int64(until.Unix()), ProrationBehavior: stripe.String("none")}
		params.Context = ctx
		_, err := s.stripe.Subscriptions.Update(subscriptionID, params)
		return err
	})
}

// act does something at Stripe once it is noted that it begins.
func (s *Operator) act(
	ctx context.Context,
	customer payments.Customer,
	press string,
	begin Begin,
	do func(context.Context) error,
) error {
	if err := begin(ctx, press); err != nil {
		return err
	}
	return s.sync.Act(ctx, customer, do)
}
