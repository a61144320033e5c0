package api

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/store"
)

// sessionLife is how long a hosted page can be paid where nothing else is said.
const sessionLife = 24 * time.Hour

const sessionTakes = "mode customer customer_email customer_creation customer_update client_reference_id line_items " +
	"success_url cancel_url metadata subscription_data payment_intent_data setup_intent_data " +
	"payment_method_types payment_method_collection payment_method_options allow_promotion_codes " +
	"discounts automatic_tax tax_id_collection billing_address_collection consent_collection " +
	"invoice_creation expires_at custom_text locale phone_number_collection submit_type currency " +
	"saved_payment_method_options ui_mode"

var sessionOperations = map[string]operation{
	"POST /v1/checkout/sessions": {sessionTakes, "success_url", createSession},
	"GET /v1/checkout/sessions": {
		"customer payment_intent subscription status" + paging, "", listSessions,
	},
	"GET /v1/checkout/sessions/{id}":            {"", "", retrieveSession},
	"POST /v1/checkout/sessions/{id}":           {"metadata", "", updateSession},
	"POST /v1/checkout/sessions/{id}/expire":    {"", "", ExpireSession},
	"GET /v1/checkout/sessions/{id}/line_items": {paging, "", listSessionLines},
}

func retrieveSession(tx *store.Tx, p params.Params) (any, error) {
	if s := tx.Sessions.Look(p.ID); s != nil {
		return s, nil
	}
	return nil, apierror.NotFound("checkout.session", p.ID, "")
}

func updateSession(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Sessions.Get(p.ID)
	if s == nil {
		return nil, apierror.NotFound("checkout.session", p.ID, "")
	}
	s.Metadata = p.Merged(s.Metadata)
	return s, nil
}

func listSessions(tx *store.Tx, p params.Params) (any, error) {
	return page(tx.Sessions.Newest(), "/v1/checkout/sessions", p, func(s *objects.Session) bool {
		return p.Is("customer", objects.Value(s.Customer)) && p.Is("payment_intent", objects.Value(s.PaymentIntent)) &&
			p.Is("subscription", objects.Value(s.Subscription)) && p.Is("status", s.Status) && p.Made(s.Created)
	})
}

// ExpireSession ends an open session.
func ExpireSession(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Sessions.Get(p.ID)
	if s == nil {
		return nil, apierror.NotFound("checkout.session", p.ID, "")
	}
	if s.Status != "open" {
		return nil, apierror.BadState(
			"",
			"Only Checkout Sessions with a status in [\"open\"] can be expired. This one is "+s.Status+".",
		)
	}
	return s, checkout.Expire(tx, s)
}

func listSessionLines(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Sessions.Look(p.ID)
	if s == nil {
		return nil, apierror.NotFound("checkout.session", p.ID, "")
	}
	var all []*objects.LineItem
	for _, one := range checkout.LineItems(tx, s).Data {
		all = append(all, &one)
	}
	shown := each(all, func(one *objects.LineItem) string { return one.ID })
	return page(shown, "/v1/checkout/sessions/"+p.ID+"/line_items", p, func(*objects.LineItem) bool { return true })
}
