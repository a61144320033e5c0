package checkout

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// ErrCheckoutEnded says that the payment page was left until it expired, or that
// another one took its place.
var ErrCheckoutEnded = errors.New("the payment page has ended")

// Return is for the page that the hosted one leads back to: it asks Stripe
// itself, for the webhook may be late, and reports whether the purchase is
// done. It is safe many times and at once. A session that is not this user's
// is models.ErrNotFound, one that ended unpaid is [ErrCheckoutEnded].
func (s *Seller) Return(ctx context.Context, user users.User, sessionID string) (bool, error) {
	if _, err := payments.CheckoutBySession(ctx, s.db, user.ID, sessionID); err != nil {
		return false, err
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return false, err
	}
	if err := s.sync.Follow(ctx, customer); err != nil {
		return false, err
	}
	return s.isDone(ctx, user, sessionID)
}

// Returned is [Seller.Return] from the database alone.
func (s *Seller) Returned(ctx context.Context, user users.User, sessionID string) (bool, error) {
	return s.isDone(ctx, user, sessionID)
}

// stale is how old our copy may be while somebody waits for it.
const stale = 30 * time.Second

// ReturnAgain is [Seller.Return] for somebody who waits: Stripe is asked only
// where our copy is stale.
func (s *Seller) ReturnAgain(ctx context.Context, user users.User, sessionID string) (bool, error) {
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return false, err
	}
	if customer.SyncedAt != nil && models.Now().Sub(*customer.SyncedAt) < stale {
		return s.isDone(ctx, user, sessionID)
	}
	return s.Return(ctx, user, sessionID)
}

// isDone: a paid session may still wait for its money.
func (s *Seller) isDone(ctx context.Context, user users.User, sessionID string) (bool, error) {
	checkout, err := payments.CheckoutBySession(ctx, s.db, user.ID, sessionID)
	if err == nil && checkout.State == payments.CheckoutExpired {
		err = ErrCheckoutEnded
	}
	if err != nil || checkout.State != payments.CheckoutComplete {
		return false, err
	}
	if checkout.Interval == "" {
		return s.isBought(ctx, user, sessionID)
	}
	current, has, err := subscriptions.Current(ctx, s.db, user.ID)
	waits := has && current.Status == string(stripe.SubscriptionStatusIncomplete)
	return err == nil && !waits, err
}

// isBought reports whether what is bought once is paid; [stripeapi.ErrDeclined] if it will
// not be.
func (s *Seller) isBought(ctx context.Context, user users.User, sessionID string) (bool, error) {
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return false, err
	}
	all, err := payments.PurchasesBy(ctx, s.db, customer.ID)
	i := slices.IndexFunc(all, func(p payments.Purchase) bool { return p.ID == sessionID })
	if err != nil || i < 0 {
		return false, err
	}
	if all[i].State == payments.PurchaseFailed {
		return false, stripeapi.ErrDeclined
	}
	return all[i].State != payments.PurchasePending, nil
}
