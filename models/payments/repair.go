package payments

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// OfferCheckout notes what Stripe made for an attempt that is still open;
// ErrConflict if it ended meanwhile.
func OfferCheckout(ctx context.Context, db *models.DB, id uuid.UUID, sessionID, url string) error {
	return models.MustAffectOne(models.Table[Checkout](db.Writer).
		Where("id = ? AND state = ?", id, CheckoutOpen).
		Updates(ctx, Checkout{SessionID: &sessionID, URL: url}))
}

// AbandonCheckout ends an attempt for which nothing was offered yet. One that
// was offered stays: someone may be paying.
func AbandonCheckout(ctx context.Context, db *models.DB, id uuid.UUID) error {
	_, err := models.Table[Checkout](db.Writer).
		Where("id = ? AND state = ? AND session_id IS NULL", id, CheckoutOpen).
		Update(ctx, "state", CheckoutExpired)
	return models.TranslateError(err)
}

// ReplaceStripeCustomer ties a customer that Stripe no longer knows to a new
// one there; ErrConflict if someone else did so.
func ReplaceStripeCustomer(ctx context.Context, db *models.DB, id uuid.UUID, lost, stripeID string) error {
	return models.MustAffectOne(models.Table[Customer](db.Writer).
		Where("id = ? AND stripe_id = ?", id, lost).
		Update(ctx, "stripe_id", stripeID))
}
