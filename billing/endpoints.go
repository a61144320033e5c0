package billing

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
)

// WebhookEndpoint is where Stripe sends events of the account, as it is set up there.
type WebhookEndpoint struct {
	URL, Status, Version string   // "enabled" or "disabled"; of the API, "" is the account's own
	Events               []string // their types; "*" is all of them
}

// WebhookEndpoints lists those of the account that the key is of.
func (s *Service) WebhookEndpoints(ctx context.Context) ([]WebhookEndpoint, error) {
	api := stripeapi.New(s.settings.SecretKey, s.settings.APIURL, s.settings.Limits)
	params := &stripe.WebhookEndpointListParams{}
	params.Context = ctx
	var all []WebhookEndpoint
	list := api.WebhookEndpoints.List(params)
	for list.Next() {
		e := list.WebhookEndpoint()
		all = append(all, WebhookEndpoint{e.URL, e.Status, e.APIVersion, e.EnabledEvents})
	}
	return all, stripeapi.Classify(list.Err())
}
