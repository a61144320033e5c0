package stripesync

import (
	"context"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// tellAddress tells Stripe the account's new address, once. Where the customer gave Stripe
// another one for the invoices, that stays until the account's own changes.
func (s *Syncer) tellAddress(ctx context.Context, c payments.Customer, found *snapshot.Snapshot) error {
	user, err := users.ByID(ctx, s.db, c.UserID)
	if err != nil || user.ErasedAt != nil || found.Details.Deleted {
		return err
	}
	if told := c.Details.AccountEmail; told != "" && told != user.Email {
		params := &stripe.CustomerParams{Email: &user.Email}
		params.Context = ctx
		if _, err := s.stripe.Customers.Update(c.StripeID, params); err != nil {
			return stripeapi.Classify(err)
		}
		found.Details.Email = user.Email
	}
	found.Details.AccountEmail = user.Email
	return nil
}
