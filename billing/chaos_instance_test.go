package billing_test

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/outbox"
)

// instance is one more service, and the work that it does.
func (c *world) instance(db *models.DB, settings billing.Settings) (func(context.Context), error) {
	if !c.waits {
		service := billing.New(db, settings)
		c.services = append(c.services, service)
		return func(ctx context.Context) { c.work(ctx, service) }, nil
	}
	service := billing.New(db, settings)
	c.services = append(c.services, service)
	return func(ctx context.Context) {
		c.complain(jobs.Run(ctx, db, jobs.Work{Customers: complaining{c, service}}))
	}, nil
}

// complaining syncs, and tells the world of what goes wrong.
type complaining struct {
	c       *world
	service *billing.Service
}

func (s complaining) Sync(ctx context.Context, customer uuid.UUID) error {
	err := s.service.Sync(ctx, customer)
	if err != nil && !isBusy(err) {
		s.c.complain(err)
	}
	return err
}

// TakeHinted names whom the service would sync.
func (s complaining) TakeHinted(ctx context.Context, tx *models.DB, limit int) ([]uuid.UUID, error) {
	return s.service.TakeHinted(ctx, tx, limit)
}

func worldSettings(address, api string, now clock.Clock) billing.Settings {
	return billing.Settings{
		Plans: plans, Products: products, SecretKey: key, WebhookSecret: secret, APIURL: api, BaseURL: address,
		Grace: 7 * 24 * time.Hour, Clock: now,
		Mailer: post{}, Limits: patient,
	}
}

// patient waits for a Stripe that is not slow, on a machine that may be busy.
var patient = stripeapi.Limits{Page: 2 * time.Minute, Call: time.Minute}

// post writes a mail as part of the transaction.
type post struct{}

func (post) SendMail(ctx context.Context, tx *models.DB, l mail.Letter) error {
	content, err := json.Marshal(l.Content)
	if err != nil {
		return err
	}
	return outbox.Save(
		ctx,
		tx,
		&outbox.Mail{
			ID:        models.NewID(),
			Recipient: l.To,
			Subject:   string(l.Kind()),
			Text:      string(content),
			SentAt:    models.Now(),
		},
	)
}
