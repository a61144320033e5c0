// Package catalog says what is sold: the plans and products of the configuration,
// and their products and prices at Stripe. Checkout and plans ask it for a price,
// `stripe sync` for the steps that bring Stripe up to date. It knows no customer
// and imports no other part of billing but stripeapi. Start reading at
// [Catalog.Find].
package catalog

import (
	"cmp"
	"slices"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/money"
)

// Catalog knows what is sold, and finds or makes it at Stripe.
type Catalog struct {
	plans    []config.Plan
	products []config.Product
	stripe   *stripeapi.Client
}

// New makes a [Catalog]; taxed says that Stripe works out taxes.
func New(plans []config.Plan, products []config.Product, taxed bool, stripe *stripeapi.Client) *Catalog {
	plans, products = slices.Clone(plans), slices.Clone(products)
	for i := range plans {
		plans[i].Prices = withTaxes(plans[i].Prices, taxed)
	}
	for i := range products {
		products[i].Prices = withTaxes(products[i].Prices, taxed)
	}
	return &Catalog{plans, products, stripe}
}

// withTaxes says of each price what the tax does to it; nothing where none is taken.
func withTaxes(prices []config.Price, taxed bool) []config.Price {
	prices = slices.Clone(prices)
	for i := range prices {
		prices[i].TaxBehavior = cmp.Or(prices[i].TaxBehavior, money.TaxExclusive)
		if !taxed {
			prices[i].TaxBehavior = ""
		}
	}
	return prices
}
