package rules

import (
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// NextInvoice bills the period that comes next.
func NextInvoice(tx *store.Tx, s *objects.Subscription, proration *int64) *objects.Invoice {
	foresee(tx, s)
	at := s.CurrentPeriodEnd
	s.CurrentPeriodStart, s.CurrentPeriodEnd = at, CycleEnd(s.BillingCycleAnchor, Interval(tx, s.Items.Data), at)
	var lines []*objects.Line
	if !s.CancelAtPeriodEnd {
		lines = PeriodLines(tx, s, false)
	}
	i := DraftFor(tx, s, "upcoming", lines)
	i.Created, i.PeriodStart, i.PeriodEnd, i.NextPaymentAttempt = at, at, at, new(at+int64(FinalizeAfter.Seconds()))
	i.SubscriptionProration = proration
	return i
}

// Begin starts a subscription that has its items: with its trial, or with its
// first invoice.
func Begin(tx *store.Tx, s *objects.Subscription, m *objects.PaymentMethod, present bool) error {
	now := tx.Now().Unix()
	s.CurrentPeriodEnd = CycleEnd(now, Interval(tx, s.Items.Data), now)
	if s.TrialEnd != nil {
		s.TrialStart, s.CurrentPeriodEnd, s.BillingCycleAnchor = &now, *s.TrialEnd, *s.TrialEnd
	}
	i := DraftFor(tx, s, "subscription_create", PeriodLines(tx, s, s.TrialEnd != nil))
	said := Verdict{}
	if i.AmountDue > 0 {
		said = Verdict{Code: "missing"}
		if m != nil {
			said = Judge(tx, m, present)
		}
	}
	switch {
	case s.TrialEnd != nil:
		s.Status = "trialing"
	case said.pays() || said.Waits:
		s.Status = "active"
	}
	if err := events.AnnounceAll(
		tx, events.About("customer.subscription.created", s), events.About("invoice.created", i),
	); err != nil {
		return err
	}
	return Finalize(tx, i)
}

// DraftFor bills a subscription, pending prorations too; what holds once is
// used up.
func DraftFor(tx *store.Tx, s *objects.Subscription, reason string, lines []*objects.Line) *objects.Invoice {
	owner := tx.Customers.Get(s.Customer)
	if owner.Currency == nil {
		owner.Currency = &s.Currency
	}
	SetDiscounts(tx, s, running(tx, s.Discounts, tx.Now().Unix()))
	lines = append(s.Private.Pending, lines...)
	i := Draft(tx, owner, s.Currency, reason, lines, discountsFor(tx, s, tx.Now().Unix()), s.AutomaticTax.Enabled)
	if i.Subtotal > 0 {
		spendDiscounts(tx, s, owner, i.Discounts)
	}
	i.Subscription, i.SubscriptionDetails, s.Private.Pending = &s.ID, &objects.MetadataOf{Metadata: s.Metadata}, nil
	s.LatestInvoice = &i.ID
	return i
}

// PeriodLines bills the items for the subscription's current period.
func PeriodLines(tx *store.Tx, s *objects.Subscription, isTrial bool) []*objects.Line {
	var lines []*objects.Line
	for at := range s.Items.Data {
		one := &s.Items.Data[at]
		sold := tx.Prices.Look(one.Price)
		words, amount := Words(tx, sold, one.Quantity), sold.UnitAmount*one.Quantity
		if isTrial {
			words, amount = "Trial period for "+tx.Products.Look(sold.Product).Name, 0
		}
		lines = append(lines, LineFor(tx, s, one, amount, s.CurrentPeriodStart, s.CurrentPeriodEnd, words))
	}
	return lines
}
