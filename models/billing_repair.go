package models

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// OfferCheckout notes what Stripe made for an attempt that is still open;
// ErrConflict if it ended meanwhile.
func (db *DB) OfferCheckout(ctx context.Context, id uuid.UUID, sessionID, url string) error {
	return mustAffectOne(gorm.G[Checkout](db.write).
		Where("id = ? AND state = ?", id, CheckoutOpen).
		Updates(ctx, Checkout{SessionID: &sessionID, URL: url}))
}

// AbandonCheckout ends an attempt for which nothing was offered yet. One that
// was offered stays: someone may be paying.
func (db *DB) AbandonCheckout(ctx context.Context, id uuid.UUID) error {
	_, err := gorm.G[Checkout](db.write).
		Where("id = ? AND state = ? AND session_id IS NULL", id, CheckoutOpen).
		Update(ctx, "state", CheckoutExpired)
	return translateError(err)
}

// ReplaceStripeCustomer ties a customer that Stripe no longer knows to a new
// one there; ErrConflict if someone else did so.
func (db *DB) ReplaceStripeCustomer(ctx context.Context, id uuid.UUID, lost, stripeID string) error {
	return mustAffectOne(gorm.G[BillingCustomer](db.write).
		Where("id = ? AND stripe_id = ?", id, lost).
		Update(ctx, "stripe_id", stripeID))
}
