package emulator

import (
	"errors"
	"time"
)

// finalizeAfter is how long an invoice of a renewal stays a draft.
const finalizeAfter = time.Hour

// lapse is what an unpaid invoice does to its subscription.
func (e *Emulator) lapse(s *subscription, i *invoice) error {
	latest := value(s.LatestInvoice) == i.ID
	gaveUp := i.NextPaymentAttempt == nil && i.AttemptCount > int64(len(retries))
	switch {
	case s.ended() || i.Private.Pending || s.Status == "incomplete" || s.Status == "paused":
		return nil
	case gaveUp && !e.settings().Switches.Unpaid:
		return e.end(s, "canceled", "payment_failed")
	case gaveUp:
		s.Status = "unpaid"
	case latest && s.Status != "unpaid":
		s.Status = "past_due"
	}
	return e.announceChange("customer.subscription.updated", s)
}

// revive is what a paid invoice does to its subscription.
func (e *Emulator) revive(s *subscription, i *invoice) error {
	if i.Private.Pending {
		return e.applyPending(s)
	}
	latest := value(s.LatestInvoice) == i.ID
	if latest && s.Status == "paused" {
		s.Status = "active"
		return e.announceAll(news{"customer.subscription.resumed", s}, news{"customer.subscription.updated", s})
	}
	if latest && (s.Status == "incomplete" || s.Status == "past_due" || s.Status == "unpaid") && i.BillingReason != "" {
		s.Status = "active"
		return e.announceChange("customer.subscription.updated", s)
	}
	return nil
}

// end is final. What is still open is no longer asked for.
func (e *Emulator) end(s *subscription, status, reason string) error {
	now := e.now().Unix()
	if err := e.endSchedule(s); err != nil {
		return err
	}
	s.Status, s.CancelAtPeriodEnd, s.CancelAt, s.EndedAt, s.PendingUpdate = status, false, nil, &now, nil
	if s.CanceledAt == nil {
		s.CanceledAt = &now
	}
	if s.CancellationDetails.Reason == nil {
		s.CancellationDetails.Reason = &reason
	}
	for _, i := range e.state.invoices.find(func(i *invoice) bool { return value(i.Subscription) == s.ID && i.Status != "paid" }) {
		i.NextPaymentAttempt, i.AutomaticallyFinalizes, i.AutoAdvance = nil, nil, false
		if status == "incomplete_expired" && i.Status == "open" {
			if err := e.void(i); err != nil {
				return err
			}
		}
	}
	if status == "incomplete_expired" {
		return e.announceChange("customer.subscription.updated", s)
	}
	return e.announce("customer.subscription.deleted", s)
}

// cancelSubscription ends it at once. Of one that ended before Stripe says
// that there is none.
func cancelSubscription(e *Emulator, p params) (any, error) {
	s := e.state.subscriptions.get(p.id)
	if s == nil || s.ended() {
		return nil, noSuch("subscription", p.id, "")
	}
	if err := e.readSubscription(s, params{Values: onlyDetails(p), id: p.id, fault: p.fault}); err != nil {
		return nil, err
	}
	prorate, bills := p.flag("prorate", false), p.flag("invoice_now", false)
	if prorate && s.Status != "trialing" {
		for _, one := range s.Items.Data {
			s.Private.Pending = append(s.Private.Pending, e.prorated(s, one, e.now().Unix(), -1, "Unused time on "))
		}
	}
	if bills && len(s.Private.Pending) > 0 {
		if _, err := e.collectNow(e.draftFor(s, "subscription_update", nil)); err != nil {
			return nil, err
		}
	}
	s.CanceledAt = nil
	return s, e.end(s, "canceled", "cancellation_requested")
}

func onlyDetails(p params) map[string][]string {
	kept := map[string][]string{}
	for name, values := range p.sub("cancellation_details").Values {
		kept["cancellation_details["+name+"]"] = values
	}
	return kept
}

// resumeSubscription goes on with one that paused when its trial ended.
func resumeSubscription(e *Emulator, p params) (any, error) {
	s := e.state.subscriptions.get(p.id)
	if s == nil {
		return nil, noSuch("subscription", p.id, "")
	}
	if s.Status != "paused" {
		return nil, badState("", "Only a paused subscription can be resumed. This one is "+s.Status+".")
	}
	s.Status = "active"
	if err := e.restart(s, "subscription_update"); err != nil {
		return nil, err
	}
	if i := e.state.invoices.get(*s.LatestInvoice); s.Status == "past_due" || i.Status == "open" && e.methodFor(i) == nil {
		s.Status = "paused"
		return s, nil
	}
	return s, e.announceAll(news{"customer.subscription.resumed", s}, news{"customer.subscription.updated", s})
}

// renew begins the next period and bills it; the invoice is a draft for an
// hour.
func (e *Emulator) renew(s *subscription) error {
	if err := e.turnPhase(s); err != nil {
		return err
	}
	s.CurrentPeriodStart = s.CurrentPeriodEnd
	s.CurrentPeriodEnd = cycleEnd(s.BillingCycleAnchor, e.interval(s.Items.Data), s.CurrentPeriodStart)
	i := e.draftFor(s, "subscription_cycle", e.periodLines(s, false))
	i.PeriodStart, i.PeriodEnd = s.CurrentPeriodStart, s.CurrentPeriodStart
	if s.Status == "unpaid" || s.PauseCollection != nil && s.PauseCollection.Behavior == "keep_as_draft" {
		i.AutoAdvance = false
	} else {
		i.AutomaticallyFinalizes = pointer(e.now().Add(finalizeAfter).Unix())
	}
	return e.announceAll(news{"customer.subscription.updated", s}, news{"invoice.created", i})
}

// endTrial goes over to paying, or does what the subscription says where there
// is nothing to pay with.
func (e *Emulator) endTrial(s *subscription) error {
	owner := e.state.customers.look(s.Customer)
	if s.DefaultPaymentMethod == nil && owner.InvoiceSettings.DefaultPaymentMethod == nil {
		switch s.TrialSettings.EndBehavior.MissingPaymentMethod {
		case "cancel":
			return e.end(s, "canceled", "payment_failed")
		case "pause":
			s.Status = "paused"
			return e.announceAll(news{"customer.subscription.paused", s}, news{"customer.subscription.updated", s})
		}
	}
	s.Status = "active"
	return e.renew(s)
}

// advanceInvoice finalizes a draft whose time has come, and asks for the money.
func (e *Emulator) advanceInvoice(i *invoice) error {
	err := e.finalize(i)
	var refused *refusal
	switch {
	case errors.As(err, &refused):
		return e.failFinalization(i, refused)
	case err != nil || i.Status != "open":
		return err
	}
	return e.collectOpen(i)
}

// collectOpen asks for the money, unless the subscription's payments pause.
func (e *Emulator) collectOpen(i *invoice) error {
	s := e.state.subscriptions.get(value(i.Subscription))
	if s != nil && s.PauseCollection != nil {
		if s.PauseCollection.Behavior == "void" {
			return e.void(i)
		}
		i.Status, i.StatusTransitions.MarkedUncollectibleAt = "uncollectible", pointer(e.now().Unix())
		return e.announce("invoice.marked_uncollectible", i)
	}
	_, err := e.attempt(i, e.methodFor(i), false)
	return err
}
