package commands

import (
	"context"
	"errors"
	"fmt"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
)

var errNoStripeKey = errors.New(
	"stripe.secret_key: there is none; the built-in emulator sets itself up, and lives in the server alone")

// openStripe opens billing as the commands use it, which is not with the emulator.
func openStripe(db *models.DB, c config.Config) (*billing.Service, error) {
	if c.UsesEmulator() {
		return nil, errNoStripeKey
	}
	if db == nil { // what Stripe sells is not in it
		return billing.New(nil, billing.Settings{
			Plans: c.Plans, Products: c.Products, Tax: c.Billing.Tax, SecretKey: c.Stripe.SecretKey,
		}), nil
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	return billing.New(db, billingSettings(c, queue)), nil
}

// syncStripe makes Stripe sell what the configuration says.
type syncStripe struct {
	DryRun bool `help:"Only show what would be done."`
}

// Run does each step, and tells it.
func (cmd *syncStripe) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	sales, err := openStripe(nil, c)
	if err != nil {
		return err
	}
	steps, err := sales.CatalogSteps(ctx)
	if err != nil {
		return err
	}
	for _, step := range steps {
		i.say("%s", step.What)
		if cmd.DryRun {
			continue
		}
		if err := step.Do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.What, err)
		}
	}
	switch {
	case len(steps) == 0:
		i.say("Stripe sells what the configuration says.")
	case cmd.DryRun:
		i.say("Nothing was changed. Run it without --dry-run to do this.")
	}
	return nil
}
