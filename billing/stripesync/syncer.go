// Package stripesync keeps our copy of a customer as new as what Stripe says: one
// at a time fetches a snapshot under a lease and stores it in one transaction.
// Whoever does something at Stripe lets [Syncer.Act] do it, so that the copy
// follows. Plans, checkout, admin and reconcile call it. Start reading at
// [Syncer.Sync].
package stripesync

import (
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/entitlements"
	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/trials"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Syncer copies what Stripe knows of a customer.
type Syncer struct {
	db        *models.DB
	stripe    *stripeapi.Client
	catalog   *catalog.Catalog
	snapshots *snapshot.Fetcher
	grants    *entitlements.Ledger
	notices   *notices.Notifier
	trials    *trials.Trials
	clock     clock.Clock
}

// New makes a [Syncer].
func New(
	db *models.DB, stripe *stripeapi.Client, catalog *catalog.Catalog, snapshots *snapshot.Fetcher,
	grants *entitlements.Ledger, notices *notices.Notifier, trials *trials.Trials, clock clock.Clock,
) *Syncer {
	return &Syncer{db, stripe, catalog, snapshots, grants, notices, trials, clock}
}
