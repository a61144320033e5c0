package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
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
func OpenCheckout(ctx context.Context, db *models.DB, userID uuid.UUID) (Checkout, error) {
	c, err := models.Table[Checkout](db.Writer).Where("user_id = ? AND state = ?", userID, CheckoutOpen).Take(ctx)
	return c, models.TranslateError(err)
}

// CreateCheckout stores a new attempt; ErrConflict while another is open.
func CreateCheckout(ctx context.Context, db *models.DB, c *Checkout) error {
	c.State = CheckoutOpen
	return models.TranslateError(models.Table[Checkout](db.Writer).Create(ctx, c))
}

// CheckoutBySession finds a user's own checkout by Stripe's session id.
func CheckoutBySession(ctx context.Context, db *models.DB, userID uuid.UUID, sessionID string) (Checkout, error) {
	c, err := models.Table[Checkout](db.Reader).Where("user_id = ? AND session_id = ?", userID, sessionID).Take(ctx)
	return c, models.TranslateError(err)
}

// CloseCheckout ends an attempt; ending it again changes nothing.
func CloseCheckout(ctx context.Context, db *models.DB, id uuid.UUID, as CheckoutState) error {
	_, err := models.Table[Checkout](db.Writer).Where("id = ? AND state = ?", id, CheckoutOpen).Update(ctx, "state", as)
	return models.TranslateError(err)
}

// CheckoutsOf are all attempts to buy that a user made.
func CheckoutsOf(ctx context.Context, db *models.DB, userID uuid.UUID) ([]Checkout, error) {
	all, err := models.Table[Checkout](db.Reader).Where("user_id = ?", userID).Order("id").Find(ctx)
	return all, models.TranslateError(err)
}
