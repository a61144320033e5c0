// Package snapshot reads all that Stripe says of one customer and turns it into
// rows of our tables; it writes none of them. Stripesync calls it; entitlements and
// notices are given its [Snapshot]. Start reading at [Fetcher.Fetch].
package snapshot

import (
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/schedules"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Fetcher asks Stripe for everything about a customer.
type Fetcher struct {
	db        *models.DB
	stripe    *stripeapi.Client
	catalog   *catalog.Catalog
	schedules *schedules.Schedules
	clock     clock.Clock
}

// New makes a [Fetcher].
func New(
	db *models.DB, stripe *stripeapi.Client, catalog *catalog.Catalog, schedules *schedules.Schedules,
	clock clock.Clock,
) *Fetcher {
	return &Fetcher{db, stripe, catalog, schedules, clock}
}
