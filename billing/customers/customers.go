// Package customers makes the customers at Stripe that users pay as, and leads them
// to the portal where Stripe keeps their cards, addresses and invoices. Checkout
// and the account page call it. Start reading at [Customers.Ensure].
package customers

import (
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
)

// Customers makes customers at Stripe.
type Customers struct {
	db      *models.DB
	stripe  *stripeapi.Client
	baseURL string
}

// New makes a [Customers].
func New(db *models.DB, stripe *stripeapi.Client, baseURL string) *Customers {
	return &Customers{db, stripe, baseURL}
}
