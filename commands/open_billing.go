package commands

import (
	"encoding/hex"
	"io/fs"
	"path/filepath"
	"time"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
)

// openBilling sells through Stripe, or, where no key is set, through the
// emulator, which the same client reaches over HTTP. Only a server with pages is the emulator;
// others of the same secret reach it there.
func (i Invocation) openBilling(
	c config.Config, db *models.DB, keys keys.Ring, queue *jobs.Queue, pages bool,
) (*billing.Service, *emulated, error) {
	settings := billingSettings(c, queue)
	settings.Keys = keys
	if !c.UsesEmulator() {
		return billing.New(db, settings), nil, nil
	}
	settings.SecretKey, settings.WebhookSecret = "sk_test_"+emulatorKey(keys, "api"), "whsec_"+emulatorKey(keys, "webhooks")
	settings.APIURL = c.BaseURL + emulator.Prefix
	if !pages {
		return billing.New(db, settings), nil, nil
	}
	static, err := fs.Sub(i.files, "static")
	if err != nil {
		return nil, nil, err
	}
	css, err := handlers.StyleSheet(static, "site")
	if err != nil {
		return nil, nil, err
	}
	stand := &emulated{file: filepath.Join(c.DataDir, "stripe-emulator.db")}
	stand.open = func() (*emulator.Emulator, error) {
		style := handlers.AssetAddress("site.css", css)
		return emulator.New(stand.file, settings.SecretKey, settings.WebhookSecret, c.BaseURL, style)
	}
	settings.Clock = stand // its clock can be set forward
	return billing.New(db, settings), stand, nil
}

// emulatorKey is the same on all servers of one secret.
func emulatorKey(keys keys.Ring, of string) string {
	return hex.EncodeToString(keys.Derive("stripe emulator", 16, of))
}

func billingSettings(c config.Config, queue *jobs.Queue) billing.Settings {
	return billing.Settings{
		Plans: c.Plans, Products: c.Products, BaseURL: c.BaseURL,
		SecretKey: c.Stripe.SecretKey, WebhookSecret: c.Stripe.WebhookSecret,
		PreviousWebhookSecrets: c.Stripe.PreviousWebhookSecrets,
		Tax:                    c.Billing.Tax, TermsConsent: c.Billing.TermsConsent, Grace: days(c.Billing.GraceDays),
		Mailer: queue,
	}
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
