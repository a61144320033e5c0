package billing_test

import (
	"context"
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// instance is one more service, and the work that it does.
func (c *town) instance(db *models.DB, settings billing.Settings) (func(context.Context), error) {
	if !c.waits {
		service := billing.New(db, settings)
		c.services = append(c.services, service)
		return func(ctx context.Context) { c.work(ctx, service) }, nil
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	settings.EnqueueSync = queue.SyncCustomer
	service := billing.New(db, settings)
	c.services = append(c.services, service)
	do := func(ctx context.Context, customer uuid.UUID) error {
		err := service.Sync(ctx, customer)
		if err != nil && !isBusy(err) {
			c.complain(err)
		}
		return err
	}
	return func(ctx context.Context) { c.complain(jobs.Run(ctx, db, jobs.Work{Sync: do})) }, nil
}

func townSettings(address, api string, now func() time.Time) billing.Settings {
	return billing.Settings{
		Plans: plans, Products: products, SecretKey: key, WebhookSecret: secret, APIURL: api, BaseURL: address, Grace: 7 * 24 * time.Hour, Now: now,
		EnqueueSync: func(context.Context, *models.DB, uuid.UUID) error { return nil }, // whoever is dirty is found
		Send:        post,
	}
}

// post writes a mail as part of the transaction.
func post(ctx context.Context, tx *models.DB, letter mail.Letter) error {
	facts, err := json.Marshal(letter.Facts)
	if err != nil {
		return err
	}
	return tx.SaveOutboxMail(ctx, &models.OutboxMail{ID: models.NewID(), Recipient: letter.To, Subject: string(letter.Kind), Text: string(facts), SentAt: models.Now()})
}
