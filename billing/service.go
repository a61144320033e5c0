// Package billing is the front of everything that is sold through Stripe: handlers,
// jobs and commands call its [Service], which puts the parts together and holds no
// rule of its own. A webhook is only a hint that something changed: what Stripe's
// API says is the truth, and [stripesync.Syncer.Sync] copies it. Start reading at
// [New], then at the part that is asked for: checkout, plans, entitlements, admin.
package billing

import (
	"time"

	"github.com/prokken/prokken/billing/admin"
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/checkout"
	"github.com/prokken/prokken/billing/customers"
	"github.com/prokken/prokken/billing/dashboard"
	"github.com/prokken/prokken/billing/entitlements"
	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/plans"
	"github.com/prokken/prokken/billing/reconcile"
	"github.com/prokken/prokken/billing/schedules"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/billing/trials"
	"github.com/prokken/prokken/billing/webhooks"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// Service is everything that is sold and what follows from it. Its methods are those
// of its parts.
type Service struct {
	*catalog.Catalog
	*checkout.Seller
	*customers.Customers
	*plans.Changer
	*admin.Operator
	*dashboard.Reader
	*webhooks.Receiver
	*reconcile.Reconciler

	db       *models.DB
	settings Settings
	clock    clock.Clock
	grants   *entitlements.Ledger
	notices  *notices.Notifier
	sync     *stripesync.Syncer
}

// Settings holds what the service needs to know.
type Settings struct {
	Plans         []config.Plan
	Products      []config.Product
	SecretKey     string
	WebhookSecret string
	// PreviousWebhookSecrets still verify, while the secret is rolled.
	PreviousWebhookSecrets []string
	APIURL                 string // where Stripe's API is; empty is Stripe itself
	BaseURL                string // our own, for the ways back from the hosted page
	Tax                    bool   // Stripe works out taxes
	TermsConsent           bool   // the hosted page asks to agree to the terms
	Grace                  time.Duration
	Limits                 stripeapi.Limits
	Clock                  clock.Clock // nil: the machine's
	Mailer                 notices.Mailer
	Keys                   trials.Keys // nil: nobody is known who had a trial before
}

// New puts the parts together.
func New(db *models.DB, s Settings) *Service {
	time, api := precise{clock.Or(s.Clock)}, stripeapi.New(s.SecretKey, s.APIURL, s.Limits)
	sold := catalog.New(s.Plans, s.Products, s.Tax, api)
	waiting := schedules.New(api)
	fetcher := snapshot.New(db, api, sold, waiting, time)
	grants := entitlements.New(db, sold, s.Grace, time)
	notifier := notices.New(db, sold, time, s.Mailer)
	tried := trials.New(db, s.Keys, time)
	syncer := stripesync.New(db, api, sold, fetcher, grants, notifier, tried, time)
	payers := customers.New(db, api, s.BaseURL)
	terms := checkout.Terms{BaseURL: s.BaseURL, Tax: s.Tax, Consent: s.TermsConsent}
	seller := checkout.New(db, api, sold, fetcher, notifier, syncer, payers, tried, terms)
	return &Service{
		Catalog: sold, Seller: seller, Customers: payers,
		Changer:    plans.New(db, api, sold, waiting, syncer, seller, time),
		Operator:   admin.New(db, api, waiting, syncer, time),
		Reader:     dashboard.New(db.ForAdmin(), time),
		Receiver:   webhooks.New(db, s.webhookSecrets(), isLive(s.SecretKey)),
		Reconciler: reconcile.New(db, syncer, notifier, tried, time),
		db:         db, settings: s, clock: time, grants: grants, notices: notifier, sync: syncer,
	}
}

// webhookSecrets are all that an event may be signed with.
func (s Settings) webhookSecrets() []string {
	return append([]string{s.WebhookSecret}, s.PreviousWebhookSecrets...)
}

// precise tells the time as the databases keep it: in UTC, to the millisecond.
type precise struct{ clock clock.Clock }

// Now returns the current time.
func (p precise) Now() time.Time { return p.clock.Now().UTC().Truncate(time.Millisecond) }

// Now returns the time that plans go by.
func (s *Service) Now() time.Time { return s.clock.Now() }
