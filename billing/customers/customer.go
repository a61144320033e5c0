package customers

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// Ensure returns the user's customer at Stripe, made if there is none. Nobody is
// ever matched by e-mail: that would hand one's payments to whoever types the
// address.
func (s *Customers) Ensure(ctx context.Context, user users.User) (payments.Customer, error) {
	known, err := payments.CustomerOf(ctx, s.db, user.ID)
	if !errors.Is(err, models.ErrNotFound) {
		return known, err
	}
	id, err := s.create(ctx, user, "customer", user.ID.String())
	if err != nil {
		return payments.Customer{}, err
	}
	made, err := payments.EnsureCustomer(ctx, s.db, &payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: id})
	if errors.Is(err, models.ErrConflict) { // someone was faster
		return payments.CustomerOf(ctx, s.db, user.ID)
	}
	return made, err
}

// Replace makes a new customer at Stripe for one that Stripe no longer
// knows: deleted there, of another account, or of an emulator that was reset.
func (s *Customers) Replace(ctx context.Context, user users.User, lost payments.Customer) error {
	id, err := s.create(ctx, user, "customer", user.ID.String(), lost.StripeID)
	if err != nil {
		return err
	}
	err = payments.ReplaceStripeCustomer(ctx, s.db, lost.ID, lost.StripeID, id)
	if errors.Is(err, models.ErrConflict) { // someone was faster
		return nil
	}
	return err
}

func (s *Customers) create(ctx context.Context, user users.User, key ...string) (string, error) {
	params := &stripe.CustomerParams{Email: &user.Email}
	params.Context = ctx
	params.AddMetadata("user", user.ID.String())
	params.SetIdempotencyKey(stripeapi.IdempotencyKey(append(key, user.Email, stripeapi.TenMinutes())...))
	made, err := s.stripe.Customers.New(params)
	if err != nil {
		return "", stripeapi.Classify(err)
	}
	return made.ID, nil
}
