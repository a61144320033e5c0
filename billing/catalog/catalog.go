// Package catalog says what is sold: the plans and products of the configuration,
// and their products and prices at Stripe. Checkout and plans ask it for a price,
// `stripe sync` for the steps that bring Stripe up to date. It knows no customer
// and imports no other part of billing but stripeapi. Start reading at
// [Catalog.Find].
package catalog

import (
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/config"
)

// Catalog knows what is sold, and finds or makes it at Stripe.
type Catalog struct {
	plans    []config.Plan
	products []config.Product
	stripe   *stripeapi.Client
}

// New makes a [Catalog].
func New(plans []config.Plan, products []config.Product, stripe *stripeapi.Client) *Catalog {
	return &Catalog{plans, products, stripe}
}
