package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// CancelSubscription ends it at once. Of one that ended before Stripe says
// that there is none.
func CancelSubscription(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Subscriptions.Get(p.ID)
	if s == nil || s.Ended() {
		return nil, apierror.NotFound("subscription", p.ID, "")
	}
	if err := readSubscription(tx, s, params.Params{Values: onlyDetails(p), ID: p.ID, Fault: p.Fault}); err != nil {
		return nil, err
	}
	prorate, bills := p.Flag("prorate", false), p.Flag("invoice_now", false)
	if prorate && s.Status != "trialing" {
		for _, one := range s.Items.Data {
			s.Private.Pending = append(s.Private.Pending, rules.Prorated(tx, s, one, tx.Now().Unix(), -1, "Unused time on "))
		}
	}
	if bills && len(s.Private.Pending) > 0 {
		if _, err := rules.CollectNow(tx, rules.DraftFor(tx, s, "subscription_update", nil)); err != nil {
			return nil, err
		}
	}
	s.CanceledAt = nil
	return s, rules.End(tx, s, "canceled", "cancellation_requested")
}

func onlyDetails(p params.Params) map[string][]string {
	kept := map[string][]string{}
	for name, values := range p.Sub("cancellation_details").Values {
		kept["cancellation_details["+name+"]"] = values
	}
	return kept
}

// ResumeSubscription goes on with one that paused when its trial ended.
func ResumeSubscription(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Subscriptions.Get(p.ID)
	if s == nil {
		return nil, apierror.NotFound("subscription", p.ID, "")
	}
	if s.Status != "paused" {
		return nil, apierror.BadState("", "Only a paused subscription can be resumed. This one is "+s.Status+".")
	}
	s.Status = "active"
	if err := rules.Restart(tx, s, "subscription_update"); err != nil {
		return nil, err
	}
	if i := tx.Invoices.Get(*s.LatestInvoice); s.Status == "past_due" ||
		i.Status == "open" && rules.MethodFor(tx, i) == nil {
		s.Status = "paused"
		return s, nil
	}
	return s, events.AnnounceAll(
		tx, events.About("customer.subscription.resumed", s),
		events.About("customer.subscription.updated", s),
	)
}
