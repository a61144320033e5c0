package emulator

import (
	"fmt"
	"time"
)

// retries are the pauses between the attempts to be paid.
var retries = []time.Duration{3 * 24 * time.Hour, 5 * 24 * time.Hour, 7 * 24 * time.Hour}

// finalize gives the invoice its number and its pages, and asks for the money.
func (e *Emulator) finalize(i *invoice) error {
	if err := e.locate(i); err != nil {
		return err
	}
	owner := e.state.customers.get(i.Customer)
	number := fmt.Sprintf("%s-%04d", owner.InvoicePrefix, owner.NextInvoiceSequence)
	owner.NextInvoiceSequence++
	owner.Balance = *i.EndingBalance
	page := e.baseURL + Prefix + "/invoice/" + i.ID
	i.Number, i.Status, i.HostedInvoiceURL, i.InvoicePDF, i.AutomaticallyFinalizes = &number, "open", &page, pointer(page+"/pdf"), nil
	i.StatusTransitions.FinalizedAt, i.EffectiveAt = pointer(e.now().Unix()), pointer(e.now().Unix())
	if i.AmountDue > 0 {
		one := e.newIntent(i.AmountDue, i.Currency, i.Customer)
		one.Invoice, i.PaymentIntent, one.Description = &i.ID, &one.ID, pointer("Subscription update")
		if i.BillingReason == "subscription_create" {
			one.Description, one.SetupFutureUsage = pointer("Subscription creation"), pointer("off_session")
		}
	}
	if err := e.announce("invoice.finalized", i); err != nil {
		return err
	}
	if i.AmountDue == 0 {
		return e.conclude(i, verdict{})
	}
	return nil
}

// methodFor is what an invoice is paid with: the subscription's method, or the
// customer's; nil if there is none.
func (e *Emulator) methodFor(i *invoice) *paymentMethod {
	ids := []string{value(i.DefaultPaymentMethod)}
	if s := e.state.subscriptions.look(value(i.Subscription)); s != nil {
		ids = append(ids, value(s.DefaultPaymentMethod))
	}
	ids = append(ids, value(e.state.customers.look(i.Customer).InvoiceSettings.DefaultPaymentMethod))
	for _, id := range ids {
		if m := e.state.paymentMethods.get(id); m != nil {
			return m
		}
	}
	return nil
}

// attempt charges an open invoice.
func (e *Emulator) attempt(i *invoice, m *paymentMethod, present bool) (verdict, error) {
	one := e.state.paymentIntents.get(value(i.PaymentIntent))
	i.Attempted, i.AttemptCount = true, i.AttemptCount+1
	said, err := e.collect(one, m, present)
	i.Charge = one.LatestCharge
	if err != nil || said.waits {
		return said, err
	}
	return said, e.conclude(i, said)
}

// conclude is what follows from an attempt that ended.
func (e *Emulator) conclude(i *invoice, said verdict) error {
	switch {
	case said.pays():
		return e.paid(i)
	case said.asks:
		return e.announceAll(news{"invoice.payment_action_required", i}, news{"invoice.payment_failed", i})
	}
	s := e.state.subscriptions.get(value(i.Subscription))
	i.NextPaymentAttempt = nil
	if n := i.AttemptCount; s != nil && s.Status != "incomplete" && !s.ended() && n <= int64(len(retries)) && !i.Private.Pending {
		i.NextPaymentAttempt = pointer(e.now().Add(retries[max(n, 1)-1]).Unix())
	}
	err := e.announceAll(news{"invoice.payment_failed", i}, news{"invoice.updated", i})
	if err != nil || s == nil {
		return err
	}
	return e.lapse(s, i)
}

func (e *Emulator) paid(i *invoice) error {
	i.Status, i.Paid, i.NextPaymentAttempt, i.Attempted = "paid", true, nil, true
	i.AmountPaid, i.AmountRemaining = i.AmountDue, 0
	if i.PaidOutOfBand {
		i.AmountPaid = 0
	}
	i.StatusTransitions.PaidAt = pointer(e.now().Unix())
	if one := e.state.paymentIntents.look(value(i.PaymentIntent)); one != nil {
		i.Charge = one.LatestCharge
	}
	if err := e.announceAll(news{"invoice.paid", i}, news{"invoice.payment_succeeded", i}); err != nil {
		return err
	}
	if s := e.state.subscriptions.get(value(i.Subscription)); s != nil {
		return e.revive(s, i)
	}
	return nil
}
