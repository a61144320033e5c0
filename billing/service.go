// Package billing sells plans through Stripe. A webhook is only a hint that
// something changed: what Stripe's API says is the truth, and [Service.Sync]
// copies it. Start reading at [Service.Checkout].
package billing

import (
	"context"
	"slices"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79/client"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// Service sells plans and keeps our copy of what Stripe knows.
type Service struct {
	db          *models.DB
	settings    Settings
	stripe      *client.API
	enqueueSync enqueue
}

// Settings are what the service needs to know.
type Settings struct {
	Plans         []config.Plan
	SecretKey     string
	WebhookSecret string
	APIURL        string // where Stripe's API is; empty is Stripe itself
	BaseURL       string // our own, for the ways back from the hosted page
}

// enqueue promises, as part of tx, that the customer will be synced.
type enqueue func(ctx context.Context, tx *models.DB, customerID uuid.UUID) error

// New makes the service. It calls enqueueSync within the transaction that
// stores the hint, so that neither exists without the other.
func New(db *models.DB, s Settings, enqueueSync func(ctx context.Context, tx *models.DB, customerID uuid.UUID) error) *Service {
	return &Service{db: db, settings: s, stripe: newClient(s.SecretKey, s.APIURL), enqueueSync: enqueueSync}
}

// Plans is what can be bought, in the order of the configuration.
func (s *Service) Plans() []config.Plan { return slices.Clone(s.settings.Plans) }

// Plan finds a plan that can be bought.
func (s *Service) Plan(id string) (config.Plan, bool) {
	i := slices.IndexFunc(s.settings.Plans, func(p config.Plan) bool { return p.ID == id })
	if i < 0 {
		return config.Plan{}, false
	}
	return s.settings.Plans[i], true
}
