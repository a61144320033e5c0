package rules

import (
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// NewSchedule has one phase: what the subscription is, until its period ends. How it is
// paid stands in that phase alone: others that do not repeat it pay as the customer does.
func NewSchedule(tx *store.Tx, s *objects.Subscription) *objects.Schedule {
	id := objects.NewID("sub_sched_")
	now := objects.Phase{
		AddInvoiceItems: []string{}, Currency: s.Currency, DefaultTaxRates: []string{},
		Discounts: []objects.PhaseDiscount{}, StartDate: s.CurrentPeriodStart,
		EndDate: s.CurrentPeriodEnd, Items: PhaseItems(s.Items.Data), Metadata: s.Metadata,
		ProrationBehavior: "create_prorations",
		AutomaticTax:      new(s.AutomaticTax), DefaultPaymentMethod: s.DefaultPaymentMethod,
	}
	for _, id := range s.Discounts {
		now.Discounts = append(now.Discounts, objects.PhaseDiscount{Discount: &id})
	}
	one := &objects.Schedule{
		ID: id, Object: "subscription_schedule", Created: tx.Now().Unix(), CurrentPhase: now.Span(),
		Customer: s.Customer, EndBehavior: "release",
		DefaultSettings: objects.ScheduleDefaults{
			BillingCycleAnchor: "automatic", CollectionMethod: "charge_automatically",
			InvoiceSettings: s.InvoiceSettings,
		},
		Metadata: map[string]string{}, Phases: []objects.Phase{now}, Status: "active", Subscription: &s.ID,
	}
	if s.Status == "trialing" {
		one.Phases[0].TrialEnd = s.TrialEnd
	}
	if s.CancelAt != nil {
		one.EndBehavior = "cancel"
	}
	return tx.Schedules.Put(id, one)
}

// PhaseItems are the items of a subscription as a phase has them.
func PhaseItems(all []objects.SubscriptionItem) []objects.PhaseItem {
	var found []objects.PhaseItem
	for _, one := range all {
		found = append(found, objects.PhaseItem{
			Discounts: []objects.PhaseDiscount{}, Metadata: map[string]string{}, Price: one.Price,
			Quantity: one.Quantity, TaxRates: []string{},
		})
	}
	return found
}

// Managing is the schedule that decides about a subscription; nil if none does.
func Managing(tx *store.Tx, s *objects.Subscription) *objects.Schedule {
	one := tx.Schedules.Get(objects.Value(s.Schedule))
	if one == nil || !one.Runs() {
		return nil
	}
	return one
}

// SetEnd: what is to be cancelled at the end of a schedule says so itself.
func SetEnd(tx *store.Tx, one *objects.Schedule, s *objects.Subscription, behavior string) {
	if one.EndBehavior == "cancel" {
		s.CancelAt, s.CanceledAt, s.CancelAtPeriodEnd, s.CancellationDetails.Reason = nil, nil, false, nil
	}
	if one.EndBehavior = behavior; behavior == "cancel" {
		s.CancelAt, s.CanceledAt = new(one.Phases[len(one.Phases)-1].EndDate), new(tx.Now().Unix())
	}
}

// Release leaves the subscription as it is.
func Release(tx *store.Tx, one *objects.Schedule, s *objects.Subscription) error {
	one.Status, one.ReleasedAt, one.CurrentPhase = "released", new(tx.Now().Unix()), nil
	one.ReleasedSubscription, one.Subscription = one.Subscription, nil
	s.Schedule = nil
	return events.AnnounceAll(
		tx, events.About("subscription_schedule.released", one),
		events.About("customer.subscription.updated", s),
	)
}
