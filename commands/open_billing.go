package commands

import (
	"encoding/hex"
	"io/fs"
	"net/http"
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
) (*billing.Service, emulated, error) {
	settings := billingSettings(c, queue)
	settings.Keys = keys
	if !c.UsesEmulator() {
		return billing.New(db, settings), emulated{}, nil
	}
	settings.SecretKey, settings.WebhookSecret = "sk_test_"+emulatorKey(keys, "api"), "whsec_"+emulatorKey(keys, "webhooks")
	settings.APIURL = c.BaseURL + emulator.Prefix
	if !pages {
		return billing.New(db, settings), emulated{}, nil
	}
	css, err := fs.ReadFile(i.files, "static/site.css")
	if err != nil {
		return nil, emulated{}, err
	}
	file := filepath.Join(c.DataDir, "stripe-emulator.db")
	stand, err := emulator.New(
		file,
		settings.SecretKey,
		settings.WebhookSecret,
		c.BaseURL,
		handlers.AssetAddress("site.css", css),
	)
	if err != nil {
		return nil, emulated{}, err
	}
	settings.Clock = stand // its clock can be set forward
	return billing.New(db, settings), emulated{stand}, nil
}

// emulatorKey is the same on all servers of one secret.
func emulatorKey(keys keys.Ring, of string) string {
	return hex.EncodeToString(keys.Derive("stripe emulator", 16, of))
}

// emulated holds the emulator, or, where Stripe is real, nothing.
type emulated struct{ *emulator.Emulator }

// Handler answers the emulator's addresses; nil where there is none.
func (e emulated) Handler() http.Handler {
	if e.Emulator == nil {
		return nil
	}
	return e.Emulator
}

// Close closes the emulator. It ends with the program, so nobody is told of errors.
func (e emulated) Close() {
	if e.Emulator != nil {
		_ = e.Emulator.Close()
	}
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
