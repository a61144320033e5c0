package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var portalOperations = map[string]operation{
	"POST /v1/billing_portal/sessions": {
		"customer configuration flow_data locale return_url", "customer", createPortalSession,
	},
	"POST /v1/billing_portal/configurations": {
		"business_profile features default_return_url metadata login_page", "", createPortal,
	},
	"GET /v1/billing_portal/configurations":      {"active is_default" + paging, "", listPortals},
	"GET /v1/billing_portal/configurations/{id}": {"", "", retrievePortal},
	"POST /v1/billing_portal/configurations/{id}": {
		"business_profile features default_return_url metadata active login_page", "", updatePortal,
	},
}

// createPortalSession: without a configuration the default one holds, which is
// made when it is first needed.
func createPortalSession(tx *store.Tx, p params.Params) (any, error) {
	owner := rules.Customer(tx, p.Get("customer"))
	if owner == nil {
		return nil, apierror.NotFound("customer", p.Get("customer"), "customer")
	}
	chosen := tx.Portals.Look(p.Get("configuration"))
	if p.Get("configuration") != "" && chosen == nil {
		return nil, apierror.NotFound("configuration", p.Get("configuration"), "configuration")
	}
	if chosen == nil {
		chosen = defaultPortal(tx)
	}
	flow, err := readFlow(tx, p.Sub("flow_data"), owner)
	if err != nil {
		return nil, err
	}
	id := objects.NewID("bps_")
	made := &objects.PortalSession{
		ID: id, Object: "billing_portal.session", Configuration: chosen.ID,
		Created: tx.Now().Unix(), Customer: owner.ID, Flow: flow,
		URL: tx.PageURL("/portal/" + id), ReturnURL: chosen.DefaultReturnURL,
	}
	p.Word("return_url", &made.ReturnURL)
	p.Word("locale", &made.Locale)
	return tx.PortalSessions.Put(id, made), nil
}

func defaultPortal(tx *store.Tx) *objects.PortalConfiguration {
	for _, one := range tx.Portals.Newest() {
		if one.IsDefault {
			return one
		}
	}
	made := newPortal(tx)
	made.IsDefault = true
	f := &made.Features
	f.InvoiceHistory.Enabled, f.PaymentMethodUpdate.Enabled, f.SubscriptionCancel.Enabled = true, true, true
	f.CustomerUpdate.Enabled, f.CustomerUpdate.AllowedUpdates = true, []string{"email", "address", "tax_id", "name"}
	f.SubscriptionCancel.CancellationReason.Enabled = true
	f.SubscriptionUpdate.Enabled, f.SubscriptionUpdate.ProrationBehavior = true, "always_invoice"
	f.SubscriptionUpdate.DefaultAllowedUpdates = []string{"price"}
	return made
}

// readFlow: a flow leads the customer to one thing, and back.
func readFlow(tx *store.Tx, p params.Params, owner *objects.Customer) (*objects.PortalFlow, error) {
	if len(p.Values) == 0 {
		return nil, nil
	}
	made := &objects.PortalFlow{Type: p.Choice(
		"type", "", "payment_method_update", "subscription_cancel", "subscription_update",
		"subscription_update_confirm",
	)}
	made.AfterCompletion.Type = p.Sub("after_completion").Choice(
		"type", "portal_homepage", "hosted_confirmation", "redirect",
	)
	if url := p.Sub("after_completion").Sub("redirect").Get("return_url"); url != "" {
		made.AfterCompletion.Redirect = map[string]any{"return_url": url}
	}
	if made.Type == "" || made.Type == "payment_method_update" {
		return made, nil
	}
	inner := p.Sub(made.Type)
	s := tx.Subscriptions.Look(inner.Get("subscription"))
	if s == nil || s.Customer != owner.ID {
		return nil, apierror.NotFound("subscription", inner.Get("subscription"), inner.Full("subscription"))
	}
	what := map[string]any{"subscription": s.ID}
	switch made.Type {
	case "subscription_cancel":
		what["retention"], made.SubscriptionCancel = nil, what
	case "subscription_update":
		made.SubscriptionUpdate = what
	default:
		what["items"], what["discounts"], made.SubscriptionUpdateConfirm = flowItems(inner), nil, what
	}
	return made, nil
}

func flowItems(p params.Params) []map[string]any {
	found := []map[string]any{}
	for _, one := range p.Items("items") {
		found = append(found, map[string]any{
			"id": objects.Optional(one.Get("id")), "price": objects.Optional(one.Get("price")),
			"quantity": one.Number("quantity", 1),
		})
	}
	return found
}
