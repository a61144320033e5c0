package api

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

func updatePaymentMethod(tx *store.Tx, p params.Params) (any, error) {
	m := tx.PaymentMethods.Get(p.ID)
	if m == nil {
		return nil, apierror.NotFound("PaymentMethod", p.ID, "")
	}
	m.Metadata, m.BillingDetails = p.Merged(m.Metadata), readBillingDetails(p, m.BillingDetails)
	if err := readCardExpiry(m, p, tx.Now()); err != nil {
		return nil, err
	}
	return m, events.AnnounceChange(tx, "payment_method.updated", m)
}

func attachPaymentMethod(tx *store.Tx, p params.Params) (any, error) {
	owner := rules.Customer(tx, p.Get("customer"))
	if owner == nil {
		return nil, apierror.NotFound("customer", p.Get("customer"), "customer")
	}
	m := rules.PaymentMethod(tx, p.ID)
	if m == nil {
		return nil, apierror.NotFound("PaymentMethod", p.ID, "")
	}
	return m, rules.Attach(tx, m.ID, owner)
}

// detachPaymentMethod takes it out of everything that would use it.
func detachPaymentMethod(tx *store.Tx, p params.Params) (any, error) {
	m := tx.PaymentMethods.Get(p.ID)
	if m == nil {
		return nil, apierror.NotFound("PaymentMethod", p.ID, "")
	}
	if m.Customer == nil {
		return nil, apierror.BadState(
			"payment_method_unexpected_state",
			"The payment method you provided is not attached to a customer so detachment is impossible.",
		)
	}
	owner := tx.Customers.Get(*m.Customer)
	if objects.Value(owner.InvoiceSettings.DefaultPaymentMethod) == m.ID {
		owner.InvoiceSettings.DefaultPaymentMethod = nil
		if err := events.AnnounceChange(tx, "customer.updated", owner); err != nil {
			return nil, err
		}
	}
	for _, s := range tx.Subscriptions.Find(func(s *objects.Subscription) bool {
		return objects.Value(s.DefaultPaymentMethod) == m.ID
	}) {
		s.DefaultPaymentMethod = nil
	}
	m.Customer = nil
	return m, events.AnnounceChange(tx, "payment_method.detached", m)
}

func listPaymentMethods(tx *store.Tx, p params.Params) (any, error) {
	if owner := p.Get("customer"); owner != "" && tx.Customers.Look(owner) == nil {
		return nil, apierror.NotFound("customer", owner, "customer")
	}
	return methodsOf(tx, p.Get("customer"), "/v1/payment_methods", p)
}

func listCustomerMethods(tx *store.Tx, p params.Params) (any, error) {
	if rules.Customer(tx, p.ID) == nil {
		return nil, apierror.NotFound("customer", p.ID, "")
	}
	return methodsOf(tx, p.ID, "/v1/customers/"+p.ID+"/payment_methods", p)
}

func methodsOf(tx *store.Tx, owner, url string, p params.Params) (any, error) {
	return page(tx.PaymentMethods.Newest(), url, p, func(m *objects.PaymentMethod) bool {
		return m.Customer != nil && (owner == "" || *m.Customer == owner) && p.Is("type", m.Type)
	})
}

var paymentMethodOperations = map[string]operation{
	"POST /v1/payment_methods":                       {"type card billing_details metadata", "type", createPaymentMethod},
	"GET /v1/payment_methods":                        {"customer type" + paging, "", listPaymentMethods},
	"GET /v1/payment_methods/{id}":                   {"", "", retrievePaymentMethod},
	"POST /v1/payment_methods/{id}":                  {"billing_details metadata card", "", updatePaymentMethod},
	"POST /v1/payment_methods/{id}/attach":           {"customer", "customer", attachPaymentMethod},
	"POST /v1/payment_methods/{id}/detach":           {"", "", detachPaymentMethod},
	"GET /v1/customers/{id}/payment_methods":         {"type" + paging, "", listCustomerMethods},
	"GET /v1/customers/{id}/payment_methods/{inner}": {"", "", retrieveCustomerMethod},
}

func createPaymentMethod(tx *store.Tx, p params.Params) (any, error) {
	number := p.Sub("card").Get("number")
	switch {
	case p.Get("type") == "sepa_debit":
		number = objects.BankDebit
	case p.Sub("card").Get("token") == "tok_visa":
		number = rules.GoodCard
	}
	made, err := rules.NewMethod(tx, rules.Card{Number: number}, readBillingDetails(p, objects.BillingDetails{}))
	if err == nil {
		err = readCardExpiry(made, p, tx.Now())
	}
	if err != nil {
		return nil, err
	}
	made.Metadata = p.Keyed("metadata")
	return tx.PaymentMethods.Put(made.ID, made), nil
}

// readCardExpiry reads what a request says of a card.
func readCardExpiry(m *objects.PaymentMethod, p params.Params, now time.Time) error {
	inner := p.Sub("card")
	if m.Card == nil || !inner.Has("exp_month") && !inner.Has("exp_year") {
		return nil
	}
	m.Card.ExpMonth, m.Card.ExpYear = inner.Number("exp_month", m.Card.ExpMonth), inner.Number("exp_year", m.Card.ExpYear)
	if m.Card.ExpYear >= 0 && m.Card.ExpYear < 100 {
		m.Card.ExpYear += 2000
	}
	return rules.CheckExpiry(m.Card, now)
}

func readBillingDetails(p params.Params, before objects.BillingDetails) objects.BillingDetails {
	inner := p.Sub("billing_details")
	inner.Word("email", &before.Email)
	inner.Word("name", &before.Name)
	inner.Word("phone", &before.Phone)
	before.Address = readAddress(inner, "address", before.Address)
	return before
}

func retrievePaymentMethod(tx *store.Tx, p params.Params) (any, error) {
	if m := tx.PaymentMethods.Look(p.ID); m != nil {
		return m, nil
	}
	return nil, apierror.NotFound("PaymentMethod", p.ID, "")
}

func retrieveCustomerMethod(tx *store.Tx, p params.Params) (any, error) {
	if m := tx.PaymentMethods.Look(p.Inner); m != nil && objects.Value(m.Customer) == p.ID {
		return m, nil
	}
	return nil, apierror.NotFound("PaymentMethod", p.Inner, "")
}
