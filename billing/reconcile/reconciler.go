// Package reconcile finds and mends what a lost webhook left wrong: customers are
// compared with Stripe at night, on an admin's word, or by a command, and hints that
// wait are followed again. Jobs, commands and the back office call it. Start reading
// at [Reconciler.Reconcile].
package reconcile

import (
	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/billing/trials"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Reconciler compares customers with Stripe.
type Reconciler struct {
	db      *models.DB
	sync    *stripesync.Syncer
	notices *notices.Notifier
	trials  *trials.Trials
	clock   clock.Clock
}

// New makes a [Reconciler].
func New(
	db *models.DB, sync *stripesync.Syncer, notices *notices.Notifier, trials *trials.Trials,
	clock clock.Clock,
) *Reconciler {
	return &Reconciler{db, sync, notices, trials, clock}
}
