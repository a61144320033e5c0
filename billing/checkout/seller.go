// Package checkout sells: it opens one hosted page at a time for a user, and finds
// out what became of it when they return. Plans closes that page where an account
// is deleted; handlers call the rest. Start reading at [Seller.Checkout].
package checkout

import (
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/customers"
	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/billing/trials"
	"github.com/prokken/prokken/models"
)

// Seller sells through the hosted page.
type Seller struct {
	db        *models.DB
	stripe    *stripeapi.Client
	catalog   *catalog.Catalog
	snapshots *snapshot.Fetcher
	notices   *notices.Notifier
	sync      *stripesync.Syncer
	customers *customers.Customers
	trials    *trials.Trials
	terms     Terms
}

// New makes a [Seller].
func New(
	db *models.DB, stripe *stripeapi.Client, catalog *catalog.Catalog, snapshots *snapshot.Fetcher,
	notices *notices.Notifier, sync *stripesync.Syncer, customers *customers.Customers,
	trials *trials.Trials, terms Terms,
) *Seller {
	return &Seller{db, stripe, catalog, snapshots, notices, sync, customers, trials, terms}
}

// Terms says how the hosted page sells.
type Terms struct {
	BaseURL string // our own, for the ways back from the hosted page
	Tax     bool   // Stripe works out taxes
	Consent bool   // the page asks to agree to the terms of service
}
