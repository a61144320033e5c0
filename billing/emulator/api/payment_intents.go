package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var paymentIntentOperations = map[string]operation{
	"GET /v1/payment_intents":              {"customer" + paging, "", listPaymentIntents},
	"GET /v1/payment_intents/{id}":         {"client_secret", "", retrievePaymentIntent},
	"POST /v1/payment_intents/{id}":        {"metadata description receipt_email", "", updatePaymentIntent},
	"POST /v1/payment_intents/{id}/cancel": {"cancellation_reason", "", cancelPaymentIntent},
}

func retrievePaymentIntent(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.PaymentIntents.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("payment_intent", p.ID, "")
}

func updatePaymentIntent(tx *store.Tx, p params.Params) (any, error) {
	one := tx.PaymentIntents.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("payment_intent", p.ID, "")
	}
	one.Metadata = p.Merged(one.Metadata)
	p.Word("description", &one.Description)
	p.Word("receipt_email", &one.ReceiptEmail)
	return one, nil
}

func cancelPaymentIntent(tx *store.Tx, p params.Params) (any, error) {
	one := tx.PaymentIntents.Get(p.ID)
	switch {
	case one == nil:
		return nil, apierror.NotFound("payment_intent", p.ID, "")
	case one.Invoice != nil, one.Status == "succeeded", one.Status == "canceled", one.Status == "processing":
		return nil, apierror.BadState(
			"payment_intent_unexpected_state",
			"You cannot cancel this PaymentIntent because it has a status of "+one.Status+" or belongs to an invoice.",
		)
	}
	return one, rules.CancelIntent(tx, one, objects.Optional(p.Get("cancellation_reason")))
}

func listPaymentIntents(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.PaymentIntents.Newest(), "/v1/payment_intents", p, func(one *objects.PaymentIntent) bool {
		return p.Is("customer", objects.Value(one.Customer)) && p.Made(one.Created)
	})
}
