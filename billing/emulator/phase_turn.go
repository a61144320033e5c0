package emulator

import "slices"

// turnPhase is what a schedule does at the end of a period: it goes on, or the next
// phase begins, or it is over.
func (e *Emulator) turnPhase(s *subscription) error {
	one := e.managing(s)
	if one == nil || one.CurrentPhase.EndDate > s.CurrentPeriodEnd {
		return nil
	}
	next := one.next()
	if next == nil {
		return e.letGo(one, s)
	}
	one.CurrentPhase = next.span()
	e.enter(one, s, next)
	return e.announceChange("subscription_schedule.updated", one)
}

// enter lets a subscription be as a phase says from the end of its period on.
func (e *Emulator) enter(of *schedule, s *subscription, next *phase) {
	before := e.interval(s.Items.Data)
	var items []item
	for _, one := range next.Items {
		i := slices.IndexFunc(s.Items.Data, func(had item) bool { return had.Price == one.Price })
		if i < 0 {
			items = append(items, e.newItem(s, one.Price, one.Quantity))
			continue
		}
		kept := s.Items.Data[i]
		kept.Quantity = one.Quantity
		items = append(items, kept)
	}
	s.Items.Data = items
	if after := e.interval(items); after.Interval != before.Interval || after.IntervalCount != before.IntervalCount {
		s.BillingCycleAnchor = s.CurrentPeriodEnd
	}
	e.payAs(of, s, next)
}

// payAs lets a subscription be paid as a phase says, or else its schedule.
func (e *Emulator) payAs(of *schedule, s *subscription, is *phase) {
	e.setDiscounts(s, is.held())
	s.AutomaticTax, s.DefaultPaymentMethod = of.DefaultSettings.AutomaticTax, of.DefaultSettings.DefaultPaymentMethod
	if is.AutomaticTax != nil {
		s.AutomaticTax = *is.AutomaticTax
	}
	if m := is.DefaultPaymentMethod; m != nil && e.owns(s.Customer, *m) { // not detached since
		s.DefaultPaymentMethod = m
	}
}

// foresee lets a subscription that is only looked at be as its next period will be.
func (e *Emulator) foresee(s *subscription) {
	one := e.managing(s)
	if one == nil || one.CurrentPhase.EndDate > s.CurrentPeriodEnd || one.next() == nil {
		return
	}
	e.enter(one, s, one.next())
}

// endSchedule: a subscription that ended has nothing left to go through.
func (e *Emulator) endSchedule(s *subscription) error {
	one := e.managing(s)
	if one == nil {
		return nil
	}
	now := e.now().Unix()
	if one.EndBehavior == "cancel" && one.next() == nil && now >= one.CurrentPhase.EndDate {
		one.Status, one.CompletedAt, one.CurrentPhase = "completed", &now, nil
		return e.announce("subscription_schedule.completed", one)
	}
	one.Status, one.CanceledAt, one.CurrentPhase = "canceled", &now, nil
	return e.announce("subscription_schedule.canceled", one)
}

// unmanaged refuses what only the schedule of a subscription may change.
func (e *Emulator) unmanaged(s *subscription, p params) error {
	one := e.managing(s)
	if one == nil {
		return nil
	}
	managed := "The subscription is managed by the subscription schedule `" + one.ID + "`, and updating any "
	for _, name := range []string{"cancel_at_period_end", "cancel_at"} {
		if p.Has(name) {
			return badState("", managed+"cancelation behavior directly is not allowed. Please update the schedule instead.")
		}
	}
	for _, name := range []string{"trial_end", "billing_cycle_anchor"} {
		if p.Has(name) {
			return badState("", managed+"billing cycle directly is not allowed. Please update the schedule instead.")
		}
	}
	return nil
}

// amendPhase: what was changed in a subscription itself counts until its phase ends.
func (e *Emulator) amendPhase(s *subscription) {
	if one := e.managing(s); one != nil {
		one.current().Items = phaseItems(s.Items.Data)
	}
}
