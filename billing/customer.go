package billing

import (
	"context"
	"errors"
	"fmt"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// customer is the user's customer at Stripe, made if there is none. Nobody is
// ever matched by e-mail: that would hand one's payments to whoever types the
// address.
func (s *Service) customer(ctx context.Context, user users.User) (payments.Customer, error) {
	known, err := payments.CustomerOf(ctx, s.db, user.ID)
	if !errors.Is(err, models.ErrNotFound) {
		return known, err
	}
	id, err := s.createCustomer(ctx, user, "customer", user.ID.String())
	if err != nil {
		return payments.Customer{}, err
	}
	made, err := payments.EnsureCustomer(ctx, s.db, &payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: id})
	if errors.Is(err, models.ErrConflict) { // someone was faster
		return payments.CustomerOf(ctx, s.db, user.ID)
	}
	return made, err
}

// replaceCustomer makes a new customer at Stripe for one that Stripe no longer
// knows: deleted there, of another account, or of an emulator that was reset.
func (s *Service) replaceCustomer(ctx context.Context, user users.User, lost payments.Customer) error {
	id, err := s.createCustomer(ctx, user, "customer", user.ID.String(), lost.StripeID)
	if err != nil {
		return err
	}
	err = payments.ReplaceStripeCustomer(ctx, s.db, lost.ID, lost.StripeID, id)
	if errors.Is(err, models.ErrConflict) { // someone was faster
		return nil
	}
	return err
}

func (s *Service) createCustomer(ctx context.Context, user users.User, key ...string) (string, error) {
	params := &stripe.CustomerParams{Email: &user.Email}
	params.Context = ctx
	params.AddMetadata("user", user.ID.String())
	params.SetIdempotencyKey(idempotencyKey(append(key, user.Email, tenMinutes())...))
	made, err := s.stripe.Customers.New(params)
	if err != nil {
		return "", explain(err)
	}
	return made.ID, nil
}

// errUnknownCustomer: another account's key, a customer deleted there, or an
// emulator that was reset.
var errUnknownCustomer = errors.New("the customer is not known to Stripe")

// explainList: a customer whom Stripe does not know is an error, not an end:
// the key may be the wrong one.
func explainList(err error, customer payments.Customer) error {
	err = explain(err)
	if isMissing(err, "customer") {
		return fmt.Errorf("%w: %s: %w", errUnknownCustomer, customer.StripeID, err)
	}
	return err
}
