package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// CheckoutState is where an attempt to buy stands.
type CheckoutState string

// The states of a checkout.
const (
	CheckoutOpen     CheckoutState = "open"
	CheckoutComplete CheckoutState = "complete"
	CheckoutExpired  CheckoutState = "expired"
)

// Checkout is one attempt to buy something. SessionID and URL are Stripe's and
// come a moment after the row; ID is the idempotency key of that request.
type Checkout struct {
	ID        uuid.UUID
	UserID    uuid.UUID
	PlanID    string // or a product's
	Currency  string
	Interval  string // empty: bought once
	Quantity  int64
	SessionID *string
	URL       string
	State     CheckoutState
	CreatedAt time.Time
	UpdatedAt time.Time
}

// OpenCheckout finds the one checkout that a user has open.
func (db *DB) OpenCheckout(ctx context.Context, userID uuid.UUID) (Checkout, error) {
	c, err := gorm.G[Checkout](db.write).Where("user_id = ? AND state = ?", userID, CheckoutOpen).Take(ctx)
	return c, translateError(err)
}

// CreateCheckout stores a new attempt; ErrConflict while another is open.
func (db *DB) CreateCheckout(ctx context.Context, c *Checkout) error {
	c.State = CheckoutOpen
	return translateError(gorm.G[Checkout](db.write).Create(ctx, c))
}

// CheckoutBySession finds a user's own checkout by Stripe's session id.
func (db *DB) CheckoutBySession(ctx context.Context, userID uuid.UUID, sessionID string) (Checkout, error) {
	c, err := gorm.G[Checkout](db.read).Where("user_id = ? AND session_id = ?", userID, sessionID).Take(ctx)
	return c, translateError(err)
}

// CloseCheckout ends an attempt; ending it again changes nothing.
func (db *DB) CloseCheckout(ctx context.Context, id uuid.UUID, as CheckoutState) error {
	_, err := gorm.G[Checkout](db.write).Where("id = ? AND state = ?", id, CheckoutOpen).Update(ctx, "state", as)
	return translateError(err)
}

// CheckoutsOf are all attempts to buy that a user made.
func (db *DB) CheckoutsOf(ctx context.Context, userID uuid.UUID) ([]Checkout, error) {
	all, err := gorm.G[Checkout](db.read).Where("user_id = ?", userID).Order("id").Find(ctx)
	return all, translateError(err)
}
