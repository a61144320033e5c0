package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/jobs"
	"github.com/prokken/prokken/models"
)

var errNoStripeKey = errors.New("stripe.secret_key: there is none; the built-in emulator sets itself up, and lives in the server alone")

// till is billing as the commands use it.
func till(db *models.DB, c config.Config) (*billing.Service, error) {
	if c.UsesEmulator() {
		return nil, errNoStripeKey
	}
	if db == nil { // what Stripe sells is not in it
		return billing.New(nil, billing.Settings{Plans: c.Plans, Products: c.Products, SecretKey: c.Stripe.SecretKey}), nil
	}
	queue, err := jobs.NewQueue(db)
	if err != nil {
		return nil, err
	}
	return billing.New(db, billingSettings(c, queue)), nil
}

// syncCatalog has Stripe sell what the configuration says; with --dry-run it only
// tells what it would do.
func syncCatalog(ctx context.Context, o order) error {
	flags := quietFlags("stripe sync")
	dry := flags.Bool("dry-run", false, "")
	if rest, err := o.arguments(flags); err != nil || len(rest) > 0 {
		return errors.Join(err, wordsLeft(rest))
	}
	c, err := load(o.config)
	if err != nil {
		return err
	}
	sales, err := till(nil, c)
	if err != nil {
		return err
	}
	steps, err := sales.CatalogSteps(ctx)
	if err != nil {
		return err
	}
	for _, step := range steps {
		o.say("%s", step.What)
		if *dry {
			continue
		}
		if err := step.Do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.What, err)
		}
	}
	switch {
	case len(steps) == 0:
		o.say("Stripe sells what the configuration says.")
	case *dry:
		o.say("Nothing was changed. Without --dry-run this is done.")
	}
	return nil
}

// reconcile compares every customer with Stripe.
func reconcile(ctx context.Context, o order) error {
	if rest, err := o.arguments(quietFlags("billing reconcile")); err != nil || len(rest) > 0 {
		return errors.Join(err, wordsLeft(rest))
	}
	office, err := openOffice(ctx, o)
	if err != nil {
		return err
	}
	defer office.close()
	sales, err := till(office.db, office.c)
	if err != nil {
		return err
	}
	total, err := office.db.CountCustomers(ctx)
	if err != nil {
		return err
	}
	found := 0
	err = sales.Reconcile(ctx, func(done int, differences []billing.Difference) {
		for _, d := range differences {
			o.say("%s: %s", d.Customer.StripeID, d.What)
		}
		found += len(differences)
		if done%100 == 0 || int64(done) == total {
			o.say("%d of %d customers", done, total)
		}
	})
	o.say("%d differences found and mended", found)
	return err
}

func wordsLeft(rest []string) error {
	if len(rest) == 0 {
		return nil
	}
	return fmt.Errorf("%q is one word too many; see prokken help", rest[0])
}
