package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

var setupIntentOperations = map[string]operation{
	"GET /v1/setup_intents":      {"customer payment_method" + paging, "", listSetupIntents},
	"GET /v1/setup_intents/{id}": {"client_secret", "", retrieveSetupIntent},
}

func retrieveSetupIntent(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.SetupIntents.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("setupintent", p.ID, "")
}

func listSetupIntents(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.SetupIntents.Newest(), "/v1/setup_intents", p, func(one *objects.SetupIntent) bool {
		return p.Is("customer", objects.Value(one.Customer)) &&
			p.Is("payment_method", objects.Value(one.PaymentMethod)) && p.Made(one.Created)
	})
}
