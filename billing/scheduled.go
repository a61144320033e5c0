package billing

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// fetchNext notes what a live subscription changes to, as its schedule says. The
// price is asked for by itself: it lies deeper than Stripe expands.
func (s *Service) fetchNext(ctx context.Context, from *stripe.Subscription, into *payments.Subscription) error {
	if from.Schedule == nil || !isRunning(from.Schedule.Status) || !isLive(into.Status) {
		return nil
	}
	into.ScheduleID = from.Schedule.ID
	phase := nextPhase(from.Schedule, into)
	if phase == nil {
		return nil
	}
	price, err := s.priceByID(ctx, phase.Items[0].Price.ID)
	if err == nil {
		into.Next = nextFrom(phase, price)
	}
	return err
}

// priceByID is a price that tells nothing where Stripe knows none: that is none of
// ours, and no reason to know nothing else of a customer.
func (s *Service) priceByID(ctx context.Context, id string) (*stripe.Price, error) {
	params := &stripe.PriceParams{}
	params.Context = ctx
	price, err := s.stripe.Prices.Get(id, params)
	if err = explain(err); isMissing(err, "") {
		return &stripe.Price{ID: id}, nil
	}
	return price, err
}

// isRunning: of what ran out or was let go only the name is left.
func isRunning(status stripe.SubscriptionScheduleStatus) bool {
	return status == stripe.SubscriptionScheduleStatusActive || status == stripe.SubscriptionScheduleStatusNotStarted
}

// nextPhase is the first phase to come that has another price or quantity; nil: no
// change is scheduled.
func nextPhase(schedule *stripe.SubscriptionSchedule, now *payments.Subscription) *stripe.SubscriptionSchedulePhase {
	for _, phase := range schedule.Phases {
		if schedule.CurrentPhase != nil && phase.StartDate <= schedule.CurrentPhase.StartDate || len(phase.Items) == 0 || phase.Items[0].Price == nil {
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
		At: moment(phase.StartDate), PlanID: price.Metadata[wareKey], PriceID: price.ID, Quantity: item.Quantity, Amount: price.UnitAmount * item.Quantity,
	}
	if price.Recurring != nil {
		next.Interval = string(price.Recurring.Interval)
	}
	return next
}

// renewsChanged reports whether a subscription is another from its next period on.
func renewsChanged(sub payments.Subscription) bool {
	return sub.Next.At != nil && !sub.Next.At.After(sub.CurrentPeriodEnd)
}

// renewsAs is the plan and price that a subscription renews with.
func renewsAs(sub payments.Subscription) payments.Subscription {
	if next := sub.Next; renewsChanged(sub) {
		sub.Amount, sub.Interval, sub.Quantity = next.Amount, next.Interval, next.Quantity
		if next.PlanID != "" {
			sub.PlanID = next.PlanID
		}
	}
	return sub
}
