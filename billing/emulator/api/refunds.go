package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var refundOperations = map[string]operation{
	"POST /v1/refunds":      {"charge payment_intent amount reason metadata", "", createRefund},
	"GET /v1/refunds":       {"charge payment_intent" + paging, "", listRefunds},
	"GET /v1/refunds/{id}":  {"", "", retrieveRefund},
	"POST /v1/refunds/{id}": {"metadata", "", updateRefund},
}

func createRefund(tx *store.Tx, p params.Params) (any, error) {
	id := p.Get("charge")
	if intent := p.Get("payment_intent"); intent != "" {
		one := tx.PaymentIntents.Look(intent)
		if one == nil {
			return nil, apierror.NotFound("payment_intent", intent, "payment_intent")
		}
		id = objects.Value(one.LatestCharge)
	}
	if id == "" {
		return nil, apierror.MissingParam("charge")
	}
	one := tx.Charges.Get(id)
	if one == nil {
		return nil, apierror.NotFound("charge", id, "charge")
	}
	amount := p.Number("amount", one.Amount-one.AmountRefunded)
	var reason *string
	if p.Has("reason") {
		reason = new(p.Choice("reason", "requested_by_customer", "duplicate", "fraudulent"))
	}
	return rules.Refund(tx, one, amount, reason, p.Keyed("metadata"))
}

func updateRefund(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Refunds.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("refund", p.ID, "")
	}
	one.Metadata = p.Merged(one.Metadata)
	return one, events.AnnounceChange(tx, "refund.updated", one)
}

func retrieveRefund(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Refunds.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("refund", p.ID, "")
}

func listRefunds(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Refunds.Newest(), "/v1/refunds", p, func(one *objects.Refund) bool {
		return p.Is("charge", one.Charge) && p.Is("payment_intent", objects.Value(one.PaymentIntent)) && p.Made(one.Created)
	})
}
