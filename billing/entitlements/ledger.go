// Package entitlements says what a user may use and how much is used: the grants
// that follow from what was bought or given, and the allowances that they sum up
// to. Stripesync recomputes the grants; whoever lets a user do something asks for
// an allowance. It never asks Stripe. Start reading at [Ledger.Allowance].
package entitlements

import (
	"time"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Ledger keeps grants and allowances.
type Ledger struct {
	db      *models.DB
	catalog *catalog.Catalog
	grace   time.Duration
	clock   clock.Clock
}

// New makes a [Ledger].
func New(db *models.DB, catalog *catalog.Catalog, grace time.Duration, clock clock.Clock) *Ledger {
	return &Ledger{db, catalog, grace, clock}
}
