package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// BillingCustomer ties a user to a customer at Stripe. DirtySeq counts the
// hints that something changed there; everything up to SyncedSeq is fetched.
// Whoever holds the lease fetches.
type BillingCustomer struct {
	ID             uuid.UUID
	UserID         uuid.UUID
	StripeID       string
	DirtySeq       int64
	SyncedSeq      int64
	LeaseToken     string
	LeaseExpiresAt *time.Time
	Details        CustomerDetails `gorm:"serializer:json"`
	SyncedAt       *time.Time
	Failures       int64  // in a row
	LastError      string // of the last failure
	CreatedAt      time.Time
}

// CustomerDetails are what pages show of a customer, as Stripe said last.
type CustomerDetails struct {
	Email   string   `json:"email,omitempty"`
	Name    string   `json:"name,omitempty"`
	Address []string `json:"address,omitempty"` // its lines
	Country string   `json:"country,omitempty"`
	TaxIDs  []string `json:"tax_ids,omitempty"`
	Card    *Card    `json:"card,omitempty"` // that pays by default
	Deleted bool     `json:"deleted,omitempty"`
	// HasMethod: something pays by default; it need not be a card.
	HasMethod bool `json:"has_method,omitempty"`
}

// Card is what may be shown of a card.
type Card struct {
	Brand    string `json:"brand"`
	Last4    string `json:"last4"`
	ExpMonth int    `json:"exp_month"`
	ExpYear  int    `json:"exp_year"`
}

// CustomerOf finds the billing customer of a user.
func (db *DB) CustomerOf(ctx context.Context, userID uuid.UUID) (BillingCustomer, error) {
	c, err := gorm.G[BillingCustomer](db.read).Where("user_id = ?", userID).Take(ctx)
	return c, translateError(err)
}

// EnsureCustomer returns the billing customer of c's user, made from c if there
// is none.
func (db *DB) EnsureCustomer(ctx context.Context, c *BillingCustomer) (BillingCustomer, error) {
	nothing := clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoNothing: true}
	if err := gorm.G[BillingCustomer](db.write, nothing).Create(ctx, c); err != nil {
		return BillingCustomer{}, translateError(err)
	}
	found, err := gorm.G[BillingCustomer](db.write).Where("user_id = ?", c.UserID).Take(ctx)
	return found, translateError(err)
}

// MarkDirty notes that Stripe may know something new about the customer.
func (db *DB) MarkDirty(ctx context.Context, id uuid.UUID) (BillingCustomer, error) {
	_, err := gorm.G[BillingCustomer](db.write).Where("id = ?", id).Update(ctx, "dirty_seq", gorm.Expr("dirty_seq + 1"))
	if err != nil {
		return BillingCustomer{}, translateError(err)
	}
	c, err := gorm.G[BillingCustomer](db.write).Where("id = ?", id).Take(ctx)
	return c, translateError(err)
}

// LeaseCustomer takes the right to fetch from Stripe for this customer until
// the lease expires; ErrConflict while someone else has it.
func (db *DB) LeaseCustomer(ctx context.Context, id uuid.UUID, token string, now, until time.Time) (BillingCustomer, error) {
	err := mustAffectOne(gorm.G[BillingCustomer](db.write).
		Where("id = ? AND (lease_token = '' OR lease_expires_at <= ?)", id, now).
		Updates(ctx, BillingCustomer{LeaseToken: token, LeaseExpiresAt: &until}))
	if err != nil {
		return BillingCustomer{}, err
	}
	c, err := gorm.G[BillingCustomer](db.write).Where("id = ?", id).Take(ctx)
	return c, translateError(err)
}

// ReleaseCustomer gives the lease back without having stored anything.
func (db *DB) ReleaseCustomer(ctx context.Context, id uuid.UUID, token string) error {
	_, err := gorm.G[BillingCustomer](db.write).Where("id = ? AND lease_token = ?", id, token).Update(ctx, "lease_token", "")
	return translateError(err)
}

// FinishSync notes that everything up to seq is fetched, and gives the lease
// back; ErrConflict if the lease was lost meanwhile. What was fetched is stored
// in the same transaction.
func (db *DB) FinishSync(ctx context.Context, id uuid.UUID, token string, seq int64, details CustomerDetails) error {
	return mustAffectOne(gorm.G[BillingCustomer](db.write).Select("synced_seq", "lease_token", "details", "synced_at", "failures", "last_error").
		Where("id = ? AND lease_token = ?", id, token).
		Updates(ctx, BillingCustomer{SyncedSeq: seq, Details: details, SyncedAt: new(Now())}))
}

// FailSync gives the lease back, and notes why nothing was fetched.
func (db *DB) FailSync(ctx context.Context, id uuid.UUID, token, reason string) error {
	_, err := gorm.G[BillingCustomer](db.write).Where("id = ? AND lease_token = ?", id, token).
		Set(clause.Assignment{Column: clause.Column{Name: "lease_token"}, Value: ""},
			clause.Assignment{Column: clause.Column{Name: "failures"}, Value: gorm.Expr("failures + 1")},
			clause.Assignment{Column: clause.Column{Name: "last_error"}, Value: reason}).Update(ctx)
	return translateError(err)
}

// DirtyCustomers are some of those about whom there is a hint that nobody
// followed yet; those after an id.
func (db *DB) DirtyCustomers(ctx context.Context, after uuid.UUID, limit int) ([]BillingCustomer, error) {
	found, err := gorm.G[BillingCustomer](db.read).Where("dirty_seq > synced_seq AND id > ?", after).Order("id").Limit(limit).Find(ctx)
	return found, translateError(err)
}

// Customers are some of all customers, those after an id.
func (db *DB) Customers(ctx context.Context, after uuid.UUID, limit int) ([]BillingCustomer, error) {
	found, err := gorm.G[BillingCustomer](db.read).Where("id > ?", after).Order("id").Limit(limit).Find(ctx)
	return found, translateError(err)
}

// CustomerByStripeID finds whom Stripe calls so.
func (db *DB) CustomerByStripeID(ctx context.Context, id string) (BillingCustomer, error) {
	c, err := gorm.G[BillingCustomer](db.read).Where("stripe_id = ?", id).Take(ctx)
	return c, translateError(err)
}

// CountCustomers is how many there are.
func (db *DB) CountCustomers(ctx context.Context) (int64, error) {
	n, err := gorm.G[BillingCustomer](db.read).Count(ctx, "*")
	return n, translateError(err)
}
