package commands

import (
	"crypto/rand"
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
// emulator, which the same client reaches over HTTP.
func (i Invocation) openBilling(
	c config.Config, db *models.DB, keys keys.Ring, queue *jobs.Queue,
) (*billing.Service, emulated, error) {
	settings := billingSettings(c, queue)
	settings.Keys = keys
	if !c.UsesEmulator() {
		return billing.New(db, settings), emulated{}, nil
	}
	css, err := fs.ReadFile(i.files, "static/site.css")
	if err != nil {
		return nil, emulated{}, err
	}
	settings.SecretKey, settings.WebhookSecret = "sk_test_"+rand.Text(), "whsec_"+rand.Text()
	settings.APIURL = c.BaseURL + emulator.Prefix
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
		Queue: queue, Mailer: queue,
	}
}

func days(n int) time.Duration { return time.Duration(n) * 24 * time.Hour }
