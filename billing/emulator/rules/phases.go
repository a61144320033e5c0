package rules

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// TurnPhase is what a schedule does at the end of a period: it goes on, or the next
// phase begins, or it is over.
func TurnPhase(tx *store.Tx, s *objects.Subscription) error {
	one := Managing(tx, s)
	if one == nil || one.CurrentPhase.EndDate > s.CurrentPeriodEnd {
		return nil
	}
	next := one.Next()
	if next == nil {
		return Release(tx, one, s)
	}
	one.CurrentPhase = next.Span()
	enter(tx, one, s, next)
	return events.AnnounceChange(tx, "subscription_schedule.updated", one)
}

// enter lets a subscription be as a phase says from the end of its period on.
func enter(tx *store.Tx, of *objects.Schedule, s *objects.Subscription, next *objects.Phase) {
	before := Interval(tx, s.Items.Data)
	var items []objects.SubscriptionItem
	for _, one := range next.Items {
		i := slices.IndexFunc(s.Items.Data, func(had objects.SubscriptionItem) bool { return had.Price == one.Price })
		if i < 0 {
			items = append(items, NewItem(tx, s, one.Price, one.Quantity))
			continue
		}
		kept := s.Items.Data[i]
		kept.Quantity = one.Quantity
		items = append(items, kept)
	}
	s.Items.Data = items
	if after := Interval(tx, items); after.Interval != before.Interval || after.IntervalCount != before.IntervalCount {
		s.BillingCycleAnchor = s.CurrentPeriodEnd
	}
	PayAs(tx, of, s, next)
}

// PayAs lets a subscription be paid as a phase says, or else its schedule.
func PayAs(tx *store.Tx, of *objects.Schedule, s *objects.Subscription, is *objects.Phase) {
	SetDiscounts(tx, s, is.Held())
	s.AutomaticTax, s.DefaultPaymentMethod = of.DefaultSettings.AutomaticTax, of.DefaultSettings.DefaultPaymentMethod
	if is.AutomaticTax != nil {
		s.AutomaticTax = *is.AutomaticTax
	}
	if m := is.DefaultPaymentMethod; m != nil && Owns(tx, s.Customer, *m) { // not detached since
		s.DefaultPaymentMethod = m
	}
}

// foresee lets a subscription that is only looked at be as its next period will be.
func foresee(tx *store.Tx, s *objects.Subscription) {
	one := Managing(tx, s)
	if one == nil || one.CurrentPhase.EndDate > s.CurrentPeriodEnd || one.Next() == nil {
		return
	}
	enter(tx, one, s, one.Next())
}

// endSchedule: a subscription that ended has nothing left to go through.
func endSchedule(tx *store.Tx, s *objects.Subscription) error {
	one := Managing(tx, s)
	if one == nil {
		return nil
	}
	now := tx.Now().Unix()
	if one.EndBehavior == "cancel" && one.Next() == nil && now >= one.CurrentPhase.EndDate {
		one.Status, one.CompletedAt, one.CurrentPhase = "completed", &now, nil
		return events.Announce(tx, "subscription_schedule.completed", one)
	}
	one.Status, one.CanceledAt, one.CurrentPhase = "canceled", &now, nil
	return events.Announce(tx, "subscription_schedule.canceled", one)
}

// AmendPhase: what was changed in a subscription itself counts until its phase ends.
func AmendPhase(tx *store.Tx, s *objects.Subscription) {
	if one := Managing(tx, s); one != nil {
		one.Current().Items = PhaseItems(s.Items.Data)
	}
}
