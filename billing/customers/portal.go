package customers

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/users"
)

// The pages of Stripe's portal that we lead to.
const (
	PortalHome = ""
	PortalCard = "payment_method_update"
)

// ErrGone says that the customer was deleted at Stripe. Whoever buys again gets a new one.
var ErrGone = errors.New("the customer was deleted at Stripe")

// Portal returns the address of Stripe's own page about the user's card, address, tax
// ids and invoices, which leads back to path of ours.
func (s *Customers) Portal(ctx context.Context, user users.User, flow, path string) (string, error) {
	ctx, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	customer, err := s.Ensure(ctx, user)
	if err != nil {
		return "", stripeapi.AsTimeout(ctx, err)
	}
	params := &stripe.BillingPortalSessionParams{
		Customer:  &customer.StripeID,
		ReturnURL: stripe.String(s.baseURL + path),
	}
	params.Context = ctx
	if flow != PortalHome {
		params.FlowData = &stripe.BillingPortalSessionFlowDataParams{Type: &flow}
	}
	made, err := s.stripe.BillingPortalSessions.New(params)
	if stripeapi.IsMissing(stripeapi.Classify(err), "customer") {
		return "", ErrGone
	}
	// its settings are not saved at Stripe
	if stripeapi.IsRefusal(stripeapi.Classify(err)) {
		err = errors.Join(stripeapi.ErrUnavailable, err)
	}
	if err != nil {
		return "", stripeapi.AsTimeout(ctx, stripeapi.Classify(err))
	}
	return made.URL, nil
}
