// Package admin does for a customer what only an admin may: refunds, free time, an
// end at once. Each act is noted before it begins. The back office alone calls it.
// Start reading at [Operator.Refund].
package admin

import (
	"github.com/prokken/prokken/billing/schedules"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Operator acts on customers for an admin.
type Operator struct {
	db        *models.DB
	stripe    *stripeapi.Client
	schedules *schedules.Schedules
	sync      *stripesync.Syncer
	clock     clock.Clock
}

// New makes a [Operator].
func New(
	db *models.DB, stripe *stripeapi.Client, schedules *schedules.Schedules, sync *stripesync.Syncer,
	clock clock.Clock,
) *Operator {
	return &Operator{db, stripe, schedules, sync, clock}
}
