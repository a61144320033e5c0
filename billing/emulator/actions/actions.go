// Package actions does what only a cardholder, a bank, time or Stripe's dashboard can do:
// paying on a hosted page, answering 3D Secure, refunds, disputes, new cards, and how badly
// webhooks are delivered. The emulator's pages, its endpoints for scripts, and tests
// through the emulator itself call it. Start reading at [Actions.Pay].
package actions

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/clock"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/billing/emulator/webhooks"
)

// Actions are the acts of all these people. Each is an update of its own.
type Actions struct {
	store    *store.Store
	clock    *clock.Clock
	webhooks *webhooks.Deliverer
}

// New makes actions on a store.
func New(state *store.Store, now *clock.Clock, deliverer *webhooks.Deliverer) *Actions {
	return &Actions{state, now, deliverer}
}

// Now is the emulator's time.
func (a *Actions) Now() time.Time { return a.clock.Now() }

// Advance lets time pass: see [clock.Clock.Advance].
func (a *Actions) Advance(by time.Duration) error { return a.clock.Advance(by) }

// Log is what was sent to webhooks, the newest first.
func (a *Actions) Log(limit int) []objects.Delivery { return a.webhooks.Log(limit) }

// Quiet waits until nothing is on its way to webhooks, or the time is over. It reports
// whether all is quiet.
func (a *Actions) Quiet(within time.Duration) bool { return a.webhooks.Quiet(within) }

// cardLife is for how many years a bank renews a card.
const cardLife = 4

// Settle ends a bank debit that is under way.
func (a *Actions) Settle(intentID string, paid bool) error {
	return a.clock.Update(func(tx *store.Tx) error {
		one := tx.PaymentIntents.Get(intentID)
		if one == nil {
			return apierror.NotFound("payment_intent", intentID, "payment_intent")
		}
		return rules.Settle(tx, one, paid)
	})
}

// Authenticate is the answer to 3D Secure for a payment without a hosted page:
// approve, fail or abandon.
func (a *Actions) Authenticate(intentID, answer string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		one := tx.PaymentIntents.Get(intentID)
		if one == nil {
			return apierror.NotFound("payment_intent", intentID, "payment_intent")
		}
		return rules.Authenticate3DS(tx, one, answer)
	})
}

// Refund gives back an amount of a charge; 0 is all that is left.
func (a *Actions) Refund(chargeID string, amount int64, reason string) (id string, err error) {
	err = a.clock.Update(func(tx *store.Tx) error {
		one := tx.Charges.Get(chargeID)
		if one == nil {
			return apierror.NotFound("charge", chargeID, "charge")
		}
		if amount == 0 {
			amount = one.Amount - one.AmountRefunded
		}
		made, err := rules.Refund(tx, one, amount, objects.Optional(reason), map[string]string{})
		if err == nil {
			id = made.ID
		}
		return err
	})
	return id, err
}

// FailRefund lets the customer's bank send a refund back.
func (a *Actions) FailRefund(refundID string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		one := tx.Refunds.Get(refundID)
		if one == nil {
			return apierror.NotFound("refund", refundID, "refund")
		}
		return rules.FailRefund(tx, one)
	})
}

// Dispute lets the customer dispute a charge.
func (a *Actions) Dispute(chargeID, reason string) (id string, err error) {
	if reason == "" {
		reason = "fraudulent"
	}
	err = a.clock.Update(func(tx *store.Tx) error {
		one := tx.Charges.Get(chargeID)
		if one == nil {
			return apierror.NotFound("charge", chargeID, "charge")
		}
		made, err := rules.OpenDispute(tx, one, reason)
		if err == nil {
			id = made.ID
		}
		return err
	})
	return id, err
}

// Decide ends a dispute.
func (a *Actions) Decide(disputeID string, won bool) error {
	return a.clock.Update(func(tx *store.Tx) error {
		one := tx.Disputes.Get(disputeID)
		if one == nil {
			return apierror.NotFound("dispute", disputeID, "dispute")
		}
		return rules.Decide(tx, one, won)
	})
}

// ChangeCard gives a customer another card to be charged from now on, and
// returns its id.
func (a *Actions) ChangeCard(customerID, number string) (id string, err error) {
	return a.GiveCard(customerID, rules.Card{Number: number})
}

// GiveCard is [Actions.ChangeCard] for a card as it was typed.
func (a *Actions) GiveCard(customerID string, given rules.Card) (id string, err error) {
	err = a.clock.Update(func(tx *store.Tx) error {
		owner := rules.Customer(tx, customerID)
		if owner == nil {
			return apierror.NotFound("customer", customerID, "customer")
		}
		m, err := rules.ChangeCard(tx, owner, given)
		if err == nil {
			id = m.ID
		}
		return err
	})
	return id, err
}

// RenewCard lets the bank put a new card in the place of the one that a customer
// is charged to, with the same number.
func (a *Actions) RenewCard(customerID string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		owner := rules.Customer(tx, customerID)
		if owner == nil {
			return apierror.NotFound("customer", customerID, "customer")
		}
		m := rules.ChargedTo(tx, owner)
		if m == nil || m.Card == nil {
			return apierror.BadState("", "There is no card that could be renewed.")
		}
		m = tx.PaymentMethods.Get(m.ID)
		for m.Card.ExpYear += cardLife; rules.IsOver(m.Card.ExpMonth, m.Card.ExpYear, tx.Now()); {
			m.Card.ExpYear += cardLife
		}
		return events.Announce(tx, "payment_method.automatically_updated", m)
	})
}

// PayInvoice pays an open invoice with a card while its owner is there, as the
// invoice's page does. With 3D Secure [Actions.Authenticate] follows.
func (a *Actions) PayInvoice(invoiceID, number string) (objects.Outcome, error) {
	return a.PayInvoiceWith(invoiceID, rules.Card{Number: number})
}

// PayInvoiceWith is [Actions.PayInvoice] for a card as it was typed.
func (a *Actions) PayInvoiceWith(invoiceID string, given rules.Card) (objects.Outcome, error) {
	var done objects.Outcome
	err := a.clock.Update(func(tx *store.Tx) error {
		i := tx.Invoices.Get(invoiceID)
		if i == nil || i.Status != "open" {
			done = objects.Outcome{Status: objects.Unknown, Message: "There is nothing to pay."}
			return nil
		}
		if one := tx.PaymentIntents.Look(objects.Value(i.PaymentIntent)); one != nil && one.Status == "processing" {
			done = objects.Outcome{Status: objects.Unknown, Message: "This payment is under way."}
			return nil
		}
		m, err := rules.NewMethod(tx, given, objects.BillingDetails{
			Email: i.CustomerEmail, Name: i.CustomerName, Address: i.CustomerAddress,
		})
		if err != nil {
			done = checkout.WrongCard(err)
			return nil
		}
		said, err := rules.Attempt(tx, i, tx.PaymentMethods.Put(m.ID, m), true)
		done = outcomeOf(said, objects.Value(i.HostedInvoiceURL))
		return err
	})
	return done, err
}

func outcomeOf(v rules.Verdict, next string) objects.Outcome {
	switch {
	case v.Asks:
		return objects.Outcome{Status: objects.NeedsSCA, Message: "Your bank asks you to confirm this payment."}
	case v.Waits:
		return objects.Outcome{Status: objects.Processing, Next: next}
	case v.Code != "":
		return objects.Outcome{Status: objects.Declined, Message: v.Message, Decline: v.Decline}
	}
	return objects.Outcome{Status: objects.Completed, Next: next}
}

// Resend delivers an event once more, whatever became of it before.
func (a *Actions) Resend(eventID string) error {
	return a.clock.Update(func(tx *store.Tx) error {
		made := tx.Events.Get(eventID)
		if made == nil {
			return apierror.NotFound("event", eventID, "event")
		}
		events.Send(tx, made, "", tx.SiteURL("/webhooks/stripe"))
		return nil
	})
}
