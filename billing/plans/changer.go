// Package plans changes what a user subscribed to: another plan now or later, its
// end, its going on, and the end of everything when an account is deleted. Handlers
// and jobs call it. Start reading at [Changer.Change].
package plans

import (
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/checkout"
	"github.com/prokken/prokken/billing/schedules"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Changer changes and ends subscriptions for their owners.
type Changer struct {
	db        *models.DB
	stripe    *stripeapi.Client
	catalog   *catalog.Catalog
	schedules *schedules.Schedules
	sync      *stripesync.Syncer
	seller    *checkout.Seller
	clock     clock.Clock
}

// New makes a [Changer].
func New(
	db *models.DB, stripe *stripeapi.Client, catalog *catalog.Catalog, schedules *schedules.Schedules,
	sync *stripesync.Syncer, seller *checkout.Seller, clock clock.Clock,
) *Changer {
	return &Changer{db, stripe, catalog, schedules, sync, seller, clock}
}
