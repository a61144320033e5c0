package rules

import (
	"fmt"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// retries are the pauses between the attempts to be paid.
var retries = []time.Duration{3 * 24 * time.Hour, 5 * 24 * time.Hour, 7 * 24 * time.Hour}

// Finalize gives the invoice its number and its pages, and asks for the money.
func Finalize(tx *store.Tx, i *objects.Invoice) error {
	if err := locate(tx, i); err != nil {
		return err
	}
	owner := tx.Customers.Get(i.Customer)
	number := fmt.Sprintf("%s-%04d", owner.InvoicePrefix, owner.NextInvoiceSequence)
	owner.NextInvoiceSequence++
	owner.Balance = *i.EndingBalance
	page := tx.PageURL("/invoice/" + i.ID)
	i.Number, i.Status, i.AutomaticallyFinalizes = &number, "open", nil
	i.HostedInvoiceURL, i.InvoicePDF = &page, new(page+"/pdf")
	i.StatusTransitions.FinalizedAt, i.EffectiveAt = new(tx.Now().Unix()), new(tx.Now().Unix())
	if i.AmountDue > 0 {
		one := NewIntent(tx, i.AmountDue, i.Currency, i.Customer)
		one.Invoice, i.PaymentIntent, one.Description = &i.ID, &one.ID, new("Subscription update")
		if i.BillingReason == "subscription_create" {
			one.Description, one.SetupFutureUsage = new("Subscription creation"), new("off_session")
		}
	}
	if err := events.Announce(tx, "invoice.finalized", i); err != nil {
		return err
	}
	if i.AmountDue == 0 {
		return Conclude(tx, i, Verdict{})
	}
	return nil
}

// MethodFor is what an invoice is paid with: the subscription's method, or the
// customer's; nil if there is none.
func MethodFor(tx *store.Tx, i *objects.Invoice) *objects.PaymentMethod {
	ids := []string{objects.Value(i.DefaultPaymentMethod)}
	if s := tx.Subscriptions.Look(objects.Value(i.Subscription)); s != nil {
		ids = append(ids, objects.Value(s.DefaultPaymentMethod))
	}
	ids = append(ids, objects.Value(tx.Customers.Look(i.Customer).InvoiceSettings.DefaultPaymentMethod))
	for _, id := range ids {
		if m := tx.PaymentMethods.Get(id); m != nil {
			return m
		}
	}
	return nil
}

// Attempt charges an open invoice.
func Attempt(tx *store.Tx, i *objects.Invoice, m *objects.PaymentMethod, present bool) (Verdict, error) {
	one := tx.PaymentIntents.Get(objects.Value(i.PaymentIntent))
	i.Attempted, i.AttemptCount = true, i.AttemptCount+1
	said, err := Collect(tx, one, m, present)
	i.Charge = one.LatestCharge
	if err != nil || said.Waits {
		return said, err
	}
	return said, Conclude(tx, i, said)
}

// Conclude is what follows from an attempt that ended.
func Conclude(tx *store.Tx, i *objects.Invoice, said Verdict) error {
	switch {
	case said.pays():
		return paid(tx, i)
	case said.Asks && !said.Away:
		return events.AnnounceAll(
			tx, events.About("invoice.payment_action_required", i),
			events.About("invoice.payment_failed", i),
		)
	case said.Asks:
		if err := events.Announce(tx, "invoice.payment_action_required", i); err != nil {
			return err
		}
	}
	s := tx.Subscriptions.Get(objects.Value(i.Subscription))
	i.NextPaymentAttempt = nil
	if n := i.AttemptCount; s != nil && s.Status != "incomplete" && !s.Ended() &&
		n <= int64(len(retries)) && !i.Private.Pending {
		i.NextPaymentAttempt = new(tx.Now().Add(retries[max(n, 1)-1]).Unix())
	}
	err := events.AnnounceAll(tx, events.About("invoice.payment_failed", i), events.About("invoice.updated", i))
	if err != nil || s == nil {
		return err
	}
	return lapse(tx, s, i)
}

func paid(tx *store.Tx, i *objects.Invoice) error {
	i.Status, i.Paid, i.NextPaymentAttempt, i.Attempted = "paid", true, nil, true
	i.AmountPaid, i.AmountRemaining = i.AmountDue, 0
	if i.PaidOutOfBand {
		i.AmountPaid = 0
	}
	i.StatusTransitions.PaidAt = new(tx.Now().Unix())
	if one := tx.PaymentIntents.Look(objects.Value(i.PaymentIntent)); one != nil {
		i.Charge = one.LatestCharge
	}
	if err := events.AnnounceAll(
		tx, events.About("invoice.paid", i), events.About("invoice.payment_succeeded", i),
	); err != nil {
		return err
	}
	if s := tx.Subscriptions.Get(objects.Value(i.Subscription)); s != nil {
		return revive(tx, s, i)
	}
	return nil
}

// NotPossible refuses an act on an invoice that is not in the state for it.
func NotPossible(i *objects.Invoice, does string) error {
	return apierror.BadState(
		"invoice_not_editable",
		fmt.Sprintf("You cannot %s this invoice: it is %s.", does, i.Status),
	)
}

// Void gives up on an open invoice.
func Void(tx *store.Tx, i *objects.Invoice) error {
	i.Status, i.StatusTransitions.VoidedAt, i.NextPaymentAttempt = "void", new(tx.Now().Unix()), nil
	if one := tx.PaymentIntents.Get(objects.Value(i.PaymentIntent)); one != nil && one.Status != "succeeded" {
		if err := CancelIntent(tx, one, new("void_invoice")); err != nil {
			return err
		}
	}
	if err := events.Announce(tx, "invoice.voided", i); err != nil {
		return err
	}
	return forget(tx, i)
}

// CollectNow finalizes an invoice and charges what there is to charge.
func CollectNow(tx *store.Tx, i *objects.Invoice) (Verdict, error) {
	if err := events.Announce(tx, "invoice.created", i); err != nil {
		return Verdict{}, err
	}
	if err := Finalize(tx, i); err != nil || i.Status != "open" {
		return Verdict{}, err
	}
	return Attempt(tx, i, MethodFor(tx, i), false)
}

// Invoice is the invoice of an id.
func Invoice(tx *store.Tx, id string) (*objects.Invoice, error) {
	if i := tx.Invoices.Get(id); i != nil {
		return i, nil
	}
	return nil, apierror.NotFound("invoice", id, "")
}
