package clock

import (
	"errors"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// renew begins the next period and bills it; the invoice is a draft for an
// hour.
func renew(tx *store.Tx, s *objects.Subscription) error {
	if err := rules.TurnPhase(tx, s); err != nil {
		return err
	}
	s.CurrentPeriodStart = s.CurrentPeriodEnd
	s.CurrentPeriodEnd = rules.CycleEnd(s.BillingCycleAnchor, rules.Interval(tx, s.Items.Data), s.CurrentPeriodStart)
	i := rules.DraftFor(tx, s, "subscription_cycle", rules.PeriodLines(tx, s, false))
	i.PeriodStart, i.PeriodEnd = s.CurrentPeriodStart, s.CurrentPeriodStart
	if s.Status == "unpaid" || s.PauseCollection != nil && s.PauseCollection.Behavior == "keep_as_draft" {
		i.AutoAdvance = false
	} else {
		i.AutomaticallyFinalizes = new(tx.Now().Add(rules.FinalizeAfter).Unix())
	}
	return events.AnnounceAll(tx, events.About("customer.subscription.updated", s), events.About("invoice.created", i))
}

// endTrial goes over to paying, or does what the subscription says where there
// is nothing to pay with.
func endTrial(tx *store.Tx, s *objects.Subscription) error {
	owner := tx.Customers.Look(s.Customer)
	if s.DefaultPaymentMethod == nil && owner.InvoiceSettings.DefaultPaymentMethod == nil {
		switch s.TrialSettings.EndBehavior.MissingPaymentMethod {
		case "cancel":
			return rules.End(tx, s, "canceled", "payment_failed")
		case "pause":
			s.Status = "paused"
			return events.AnnounceAll(
				tx, events.About("customer.subscription.paused", s),
				events.About("customer.subscription.updated", s),
			)
		}
	}
	s.Status = "active"
	return renew(tx, s)
}

// advanceInvoice finalizes a draft whose time has come, and asks for the money.
func advanceInvoice(tx *store.Tx, i *objects.Invoice) error {
	err := rules.Finalize(tx, i)
	var refused *apierror.Error
	switch {
	case errors.As(err, &refused):
		return rules.FailFinalization(tx, i, refused)
	case err != nil || i.Status != "open":
		return err
	}
	return rules.CollectOpen(tx, i)
}
