package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

var chargeOperations = map[string]operation{
	"GET /v1/charges":              {"customer payment_intent" + paging, "", listCharges},
	"GET /v1/charges/{id}":         {"", "", retrieveCharge},
	"GET /v1/charges/{id}/refunds": {paging, "", listChargeRefunds},
}

func retrieveCharge(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Charges.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("charge", p.ID, "")
}

func listCharges(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Charges.Newest(), "/v1/charges", p, func(one *objects.Charge) bool {
		return p.Is("customer", objects.Value(one.Customer)) &&
			p.Is("payment_intent", objects.Value(one.PaymentIntent)) && p.Made(one.Created)
	})
}

func listChargeRefunds(tx *store.Tx, p params.Params) (any, error) {
	if tx.Charges.Look(p.ID) == nil {
		return nil, apierror.NotFound("charge", p.ID, "")
	}
	return page(tx.Refunds.Newest(), "/v1/charges/"+p.ID+"/refunds", p, func(one *objects.Refund) bool {
		return one.Charge == p.ID
	})
}
