package schedules

import (
	"context"
	"log/slog"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
)

// RenewCard pays a scheduled change of ours with the card that pays the plan now: the
// one that paid it when the change was scheduled may have been replaced since.
func (s *Schedules) RenewCard(ctx context.Context, from *stripe.Subscription) error {
	of, card := from.Schedule, from.DefaultPaymentMethod
	if of == nil || card == nil || !stripeapi.IsRunning(of.Status) || of.Metadata[laterMark] != laterAsked ||
		stripeapi.IsCancelling(from) {
		return nil
	}
	left := slices.DeleteFunc(
		slices.Clone(of.Phases),
		func(phase *stripe.SubscriptionSchedulePhase) bool { return phase.EndDate <= from.CurrentPeriodStart },
	)
	if !slices.ContainsFunc(left[min(1, len(left)):], func(phase *stripe.SubscriptionSchedulePhase) bool {
		return phase.DefaultPaymentMethod == nil || phase.DefaultPaymentMethod.ID != card.ID
	}) {
		return nil
	}
	var again []*stripe.SubscriptionSchedulePhaseParams
	for _, phase := range left {
		again = append(again, repeatPhase(phase, from))
	}
	err := stripeapi.Classify(s.setPhases(ctx, of.ID, again...))
	if stripeapi.IsRefusal(err) { // what it says is old: the next hint tells
		slog.WarnContext(ctx, "the card of a scheduled change stays", "schedule", of.ID, "error", err)
		return nil
	}
	return err
}
