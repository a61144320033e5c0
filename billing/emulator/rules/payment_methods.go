package rules

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Attach: a declined card cannot be kept at all.
func Attach(tx *store.Tx, id string, owner *objects.Customer) error {
	m := PaymentMethod(tx, id)
	switch {
	case m == nil:
		return apierror.NotFound("PaymentMethod", id, "payment_method")
	case objects.Value(m.Customer) == owner.ID:
		return nil
	case m.Customer != nil:
		return apierror.BadState(
			"payment_method_unexpected_state",
			"The payment method you provided has already been attached to a customer.",
		)
	}
	if said := Judge(tx, m, true); said.Code != "" {
		return said.Refusal("")
	}
	m.Customer = &owner.ID
	return events.Announce(tx, "payment_method.attached", m)
}

// ChangeCard gives a customer another default payment method; the subscriptions
// follow.
func ChangeCard(tx *store.Tx, owner *objects.Customer, given Card) (*objects.PaymentMethod, error) {
	m, err := NewMethod(tx, given, objects.BillingDetails{Address: owner.Address, Email: owner.Email, Name: owner.Name})
	if err != nil {
		return nil, err
	}
	tx.PaymentMethods.Put(m.ID, m)
	if err := Attach(tx, m.ID, owner); err != nil {
		return nil, err
	}
	owner.InvoiceSettings.DefaultPaymentMethod = &m.ID
	for _, s := range tx.Subscriptions.Find(func(s *objects.Subscription) bool {
		return s.Customer == owner.ID && !s.Ended()
	}) {
		if s.DefaultPaymentMethod != nil {
			s.DefaultPaymentMethod = &m.ID
		}
	}
	return m, events.AnnounceChange(tx, "customer.updated", owner)
}

// wellKnown are Stripe's own test methods; each use makes a new one.
var wellKnown = map[string]string{
	"pm_card_visa": GoodCard, "pm_card_chargeDeclined": declinedCard, "pm_card_visa_chargeDeclined": declinedCard,
	"pm_card_chargeDeclinedInsufficientFunds": emptyCard, "pm_card_visa_chargeDeclinedInsufficientFunds": emptyCard,
	"pm_card_chargeCustomerFail": LaterCard, "pm_card_authenticationRequiredOnSetup": SecureCard,
}

// PaymentMethod is the payment method of an id; nil if there is none.
func PaymentMethod(tx *store.Tx, id string) *objects.PaymentMethod {
	if number := wellKnown[id]; number != "" {
		made, _ := NewMethod(tx, Card{Number: number}, objects.BillingDetails{})
		return tx.PaymentMethods.Put(made.ID, made)
	}
	return tx.PaymentMethods.Get(id)
}

// Owns reports whether a payment method is a customer's.
func Owns(tx *store.Tx, owner, method string) bool {
	m := tx.PaymentMethods.Look(method)
	return m != nil && objects.Value(m.Customer) == owner
}

// ChargedTo is the payment method of the newest subscription that has one of its
// own, or the customer's; nil if there is none.
func ChargedTo(tx *store.Tx, owner *objects.Customer) *objects.PaymentMethod {
	ids := []string{}
	for _, s := range tx.Subscriptions.Newest() {
		if s.Customer == owner.ID && !s.Ended() {
			ids = append(ids, objects.Value(s.DefaultPaymentMethod))
		}
	}
	for _, id := range append(ids, objects.Value(owner.InvoiceSettings.DefaultPaymentMethod)) {
		if m := tx.PaymentMethods.Look(id); m != nil {
			return m
		}
	}
	return nil
}
