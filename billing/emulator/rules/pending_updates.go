package rules

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Patience is how long a first payment, or that of a pending update, may take.
const Patience = 23 * time.Hour

// InvoiceChange bills a change at once. Where it has to be paid before it
// counts and is not, it is kept as the pending update.
func InvoiceChange(tx *store.Tx, s *objects.Subscription, made Change, payment string) error {
	if s.PendingUpdate != nil { // another change takes its place
		if err := voidPending(tx, s); err != nil {
			return err
		}
	}
	before := *s
	Apply(tx, s, made)
	i := DraftChange(tx, s, made)
	m, said := MethodFor(tx, i), Verdict{}
	if i.AmountDue > 0 {
		said = Verdict{Code: "missing"}
		if m != nil {
			said = Judge(tx, m, false)
		}
	}
	waits := !said.pays() && !said.Waits && payment == "pending_if_incomplete"
	if waits {
		hold(tx, s, before, made, i)
	}
	if err := events.AnnounceChange(tx, "customer.subscription.updated", s); err != nil {
		return err
	}
	said, err := CollectNow(tx, i)
	if err == nil && said.Code != "" && payment == "error_if_incomplete" {
		return said.Refusal("")
	}
	return err
}

// Apply changes the items of a subscription.
func Apply(tx *store.Tx, s *objects.Subscription, made Change) {
	s.Items.Data = made.items
	if made.Restart {
		now := tx.Now().Unix()
		s.BillingCycleAnchor, s.CurrentPeriodStart = now, now
		s.CurrentPeriodEnd = CycleEnd(now, Interval(tx, made.items), now)
		if s.CancelAtPeriodEnd {
			s.CancelAt = new(s.CurrentPeriodEnd)
		}
	}
}

// DraftChange bills a change that has been applied.
func DraftChange(tx *store.Tx, s *objects.Subscription, made Change) *objects.Invoice {
	lines := made.Lines
	if made.Restart {
		lines = append(lines, PeriodLines(tx, s, false)...)
	}
	i := DraftFor(tx, s, "subscription_update", lines)
	i.SubscriptionProration = &made.At
	return i
}

// hold takes the change back until the invoice is paid.
func hold(tx *store.Tx, s *objects.Subscription, before objects.Subscription, made Change, i *objects.Invoice) {
	*s = before
	s.LatestInvoice, s.Private.Invoice, s.Private.Pending, i.Private.Pending = &i.ID, i.ID, nil, true
	s.PendingUpdate = &objects.PendingUpdate{ExpiresAt: tx.Now().Add(Patience).Unix(), SubscriptionItems: made.items}
	if made.Restart {
		s.PendingUpdate.BillingCycleAnchor = new(tx.Now().Unix())
	}
}

// applyPending: the invoice of the pending update is paid.
func applyPending(tx *store.Tx, s *objects.Subscription) error {
	held := s.PendingUpdate
	if held == nil {
		return nil
	}
	Apply(tx, s, Change{items: held.SubscriptionItems, Restart: held.BillingCycleAnchor != nil})
	s.PendingUpdate, s.Private.Invoice = nil, ""
	return events.AnnounceAll(
		tx, events.About("customer.subscription.pending_update_applied", s),
		events.About("customer.subscription.updated", s),
	)
}

// DropPending: it was not paid in time.
func DropPending(tx *store.Tx, s *objects.Subscription) error {
	if err := voidPending(tx, s); err != nil {
		return err
	}
	return events.AnnounceAll(
		tx, events.About("customer.subscription.pending_update_expired", s),
		events.About("customer.subscription.updated", s),
	)
}

// forget drops the pending update whose invoice was voided by somebody.
func forget(tx *store.Tx, i *objects.Invoice) error {
	s := tx.Subscriptions.Get(objects.Value(i.Subscription))
	if !i.Private.Pending || s == nil || s.PendingUpdate == nil {
		return nil
	}
	s.PendingUpdate, s.Private.Invoice = nil, ""
	return events.AnnounceAll(
		tx, events.About("customer.subscription.pending_update_expired", s),
		events.About("customer.subscription.updated", s),
	)
}

func voidPending(tx *store.Tx, s *objects.Subscription) error {
	i := tx.Invoices.Get(s.Private.Invoice)
	s.PendingUpdate, s.Private.Invoice = nil, ""
	if i == nil || i.Status != "open" {
		return nil
	}
	return Void(tx, i)
}
