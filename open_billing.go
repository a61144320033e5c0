package main

import (
	"crypto/rand"
	"path/filepath"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
)

// openBilling sells through Stripe, or, where no key is set, through the
// emulator, which the same client reaches over HTTP.
func openBilling(c config.Config, db *models.DB, queue *jobs.Queue) (*billing.Service, *emulator.Emulator, error) {
	settings := billingSettings(c, queue)
	if !c.UsesEmulator() {
		return billing.New(db, settings), nil, nil
	}
	css, err := files.ReadFile("static/site.css")
	if err != nil {
		return nil, nil, err
	}
	settings.SecretKey, settings.WebhookSecret = "sk_test_"+rand.Text(), "whsec_"+rand.Text()
	settings.APIURL = c.BaseURL + emulator.Prefix
	stand, err := emulator.New(filepath.Join(c.DataDir, "stripe-emulator.db"), settings.SecretKey, settings.WebhookSecret,
		c.BaseURL, handlers.AssetAddress("site.css", css))
	if err != nil {
		return nil, nil, err
	}
	settings.Now = stand.Now // its clock can be set forward
	return billing.New(db, settings), stand, nil
}

func billingSettings(c config.Config, queue *jobs.Queue) billing.Settings {
	return billing.Settings{
		Plans: c.Plans, Products: c.Products, SecretKey: c.Stripe.SecretKey, WebhookSecret: c.Stripe.WebhookSecret, BaseURL: c.BaseURL,
		Tax: c.Billing.Tax, TermsConsent: c.Billing.TermsConsent, Grace: time.Duration(c.Billing.GraceDays) * 24 * time.Hour,
		EnqueueSync: queue.SyncCustomer, Send: queue.SendMail,
	}
}
