// Package upkeep keeps up the sites of customers: how each is audited and when, what follows from
// what was seen (a first draft, what the policy in effect does not say), and how an audit that was
// done judges other words. audit/schedule asks it about audits, publication about words, handlers
// for what pages show. Start reading at [Service] and [Judge].
package upkeep

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/audit/glance"
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/site"
)

// Settings are what the upkeep needs to know.
type Settings struct {
	Sites   *site.Registry
	Known   func() (known.Table, error) // what cookies of a name are usually for; read at the first use
	Private []string                    // hosts on a private network that may be audited all the same
	Secrets Opener                      // opens the log-ins that owners gave for an audit
	Mailer  Mailer
	Looker  Looker      // nil: each audit that is due takes a browser
	Clock   clock.Clock // nil: the machine's
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// Looker looks at pages without a browser.
type Looker interface {
	Look(ctx context.Context, address string, pages []string) (glance.Glance, error)
}

// Service keeps up the sites of customers.
type Service struct {
	Settings
	db *models.DB
}

// New makes the service.
func New(db *models.DB, settings Settings) *Service {
	settings.Clock = clock.Or(settings.Clock)
	return &Service{settings, db}
}

// What customers' sites are audited by.
const (
	Pages = 10 // that an anonymous visitor sees
	// perHost is how many audits of a host are begun in an hour, over all accounts.
	perHost = 4
	// Every is how long after an audit the next one comes, until a site stays as it is.
	Every = 24 * time.Hour
	// seldom is after how long without a change a site is audited once a week.
	seldom = 30 * 24 * time.Hour
	// again is how soon another browser looks whether it finds the same.
	again = 30 * time.Minute
	// weekly is how many days are between two audits of a site that stays as it is.
	weekly = 7
)

// unreadable says that a stored report cannot be read.
func unreadable(err error) error { return fmt.Errorf("a stored report cannot be read: %w", err) }
