package schedules

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
)

// FetchNext notes what a live subscription changes to, as its schedule says. The
// price is asked for by itself: it lies deeper than Stripe expands.
func (s *Schedules) FetchNext(ctx context.Context, from *stripe.Subscription, into *payments.Subscription) error {
	if from.Schedule == nil || !stripeapi.IsRunning(from.Schedule.Status) || !subscriptions.IsLive(into.Status) {
		return nil
	}
	into.ScheduleID = from.Schedule.ID
	phase := nextPhase(from.Schedule, into)
	if phase == nil {
		return nil
	}
	price, err := s.stripe.PriceByID(ctx, phase.Items[0].Price.ID)
	if err == nil {
		into.Next = nextFrom(phase, price)
		into.Next.TaxBehavior = stripeapi.TaxBehavior(from, price)
	}
	return err
}

// nextPhase is the first phase to come that has another price or quantity; nil: no
// change is scheduled.
func nextPhase(schedule *stripe.SubscriptionSchedule, now *payments.Subscription) *stripe.SubscriptionSchedulePhase {
	for _, phase := range schedule.Phases {
		if schedule.CurrentPhase != nil && phase.StartDate <= schedule.CurrentPhase.StartDate || len(phase.Items) == 0 ||
			phase.Items[0].Price == nil {
			continue
		}
		if item := phase.Items[0]; item.Price.ID != now.PriceID || item.Quantity != now.Quantity {
			return phase
		}
	}
	return nil
}

func nextFrom(phase *stripe.SubscriptionSchedulePhase, price *stripe.Price) payments.NextPlan {
	item := phase.Items[0]
	next := payments.NextPlan{
		At: stripeapi.TimeOf(phase.StartDate), PlanID: price.Metadata[catalog.ItemKey], PriceID: price.ID,
		Quantity: item.Quantity, Amount: price.UnitAmount * item.Quantity,
	}
	if price.Recurring != nil {
		next.Interval = string(price.Recurring.Interval)
	}
	return next
}
