package plans

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// ChangeLater changes the plan at the end of what is paid, as it was previewed:
// nothing is paid or given back now. Pressed twice it changes nothing more; another
// change takes the place of the one that is scheduled.
func (s *Changer) ChangeLater(ctx context.Context, user users.User, selection catalog.Selection, at int64) error {
	ctx, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	sub, price, err := s.changeable(ctx, user, selection)
	switch {
	case err != nil:
		return stripeapi.AsTimeout(ctx, err)
	case sub.Next.At != nil && sub.Next.PriceID == price.ID && sub.Next.Quantity == selection.Quantity:
		return nil
	case laterDay(sub, price, selection.Quantity) == nil:
		return validation.Errors{"when": "This change can only be made now. Please check what it costs."}
	}
	if err := s.mayCost(ctx, sub, at); err != nil {
		return err
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	return s.sync.Act(ctx, customer, func(ctx context.Context) error {
		return s.schedules.Schedule(
			ctx,
			customer,
			sub,
			&stripe.SubscriptionSchedulePhaseItemParams{Price: &price.ID, Quantity: &selection.Quantity},
		)
	})
}

// laterDay is when a change could wait for; nil where it is only made at once: to
// what costs more, on trial, and of a plan that ends or has something to be paid.
func laterDay(sub payments.Subscription, price *stripe.Price, quantity int64) *time.Time {
	if sub.Status != string(stripe.SubscriptionStatusActive) || subscriptions.Ends(sub) != nil ||
		sub.PendingPlanID != "" ||
		!isLess(sub, price, quantity) {
		return nil
	}
	return &sub.CurrentPeriodEnd
}

// isLess compares what is paid in the same time. The same for a shorter time is
// less, too, and for a longer one it is not.
func isLess(sub payments.Subscription, price *stripe.Price, quantity int64) bool {
	interval := string(price.Recurring.Interval)
	if sub.PlanID == catalog.ItemOf(price) && sub.Quantity == quantity && sub.Interval != interval {
		return subscriptions.PaymentsPerYear(interval) > subscriptions.PaymentsPerYear(sub.Interval)
	}
	return price.UnitAmount*quantity*subscriptions.PaymentsPerYear(
		interval,
	) < sub.Amount*subscriptions.PaymentsPerYear(
		sub.Interval,
	)
}
