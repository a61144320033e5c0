// Package notices writes the mails that follow from what Stripe said or from time
// that passed, each once, and raises the alerts that an admin has to look at.
// Stripesync, checkout and the hourly job call it. It never asks Stripe. Start
// reading at [Notifier.Notify].
package notices

import (
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
)

// Notifier notifies customers and admins.
type Notifier struct {
	db      *models.DB
	catalog *catalog.Catalog
	clock   clock.Clock
	mailer  Mailer
}

// New makes a [Notifier].
func New(db *models.DB, catalog *catalog.Catalog, clock clock.Clock, mailer Mailer) *Notifier {
	return &Notifier{db, catalog, clock, mailer}
}
