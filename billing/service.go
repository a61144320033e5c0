// Package billing sells plans through Stripe. A webhook is only a hint that
// something changed: what Stripe's API says is the truth, and [Service.Sync]
// copies it. Start reading at [Service.Checkout].
package billing

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79/client"

	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// Service sells plans and keeps our copy of what Stripe knows.
type Service struct {
	db       *models.DB
	settings Settings
	stripe   *client.API
}

// Settings are what the service needs to know.
type Settings struct {
	Plans         []config.Plan
	Products      []config.Product
	SecretKey     string
	WebhookSecret string
	APIURL        string // where Stripe's API is; empty is Stripe itself
	BaseURL       string // our own, for the ways back from the hosted page
	Tax           bool   // Stripe works out taxes
	TermsConsent  bool   // the hosted page asks to agree to the terms
	Grace         time.Duration
	Clock         clock.Clock // nil: the machine's
	Queue         SyncQueue
	Mailer        Mailer
}

// SyncQueue promises, as part of tx, that the customer will be synced, so that no
// hint is stored without it.
type SyncQueue interface {
	SyncCustomer(ctx context.Context, tx *models.DB, customerID uuid.UUID) error
}

// Mailer promises, as part of tx, that the letter will be sent.
type Mailer interface {
	SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error
}

// New makes the service.
func New(db *models.DB, s Settings) *Service {
	s.Clock = clock.Or(s.Clock)
	return &Service{db: db, settings: s, stripe: newClient(s.SecretKey, s.APIURL)}
}

// Now is the time that plans go by.
func (s *Service) Now() time.Time { return s.now() }

func (s *Service) now() time.Time { return s.settings.Clock.Now().UTC().Truncate(time.Millisecond) }

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

// Products is what can be bought once, in the order of the configuration.
func (s *Service) Products() []config.Product { return slices.Clone(s.settings.Products) }

func (s *Service) productByID(id string) (config.Product, bool) {
	i := slices.IndexFunc(s.settings.Products, func(p config.Product) bool { return p.ID == id })
	if i < 0 {
		return config.Product{}, false
	}
	return s.settings.Products[i], true
}

// Name is what people know a plan or product by; its id where it is not sold any
// more.
func (s *Service) Name(wareID string) string {
	if plan, found := s.Plan(wareID); found {
		return plan.Name
	}
	if product, found := s.productByID(wareID); found {
		return product.Name
	}
	return wareID
}
