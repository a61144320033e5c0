// Package payments holds our copy of what Stripe knows: customers, subscriptions,
// invoices, purchases, and what they entitle to. Only billing writes it; start reading
// at [Customer].
package payments

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Customer ties a user to a customer at Stripe. DirtySeq counts the
// hints that something changed there; everything up to SyncedSeq is fetched, and up to
// QueuedSeq a job will. Whoever holds the lease fetches.
type Customer struct {
	ID             uuid.UUID
	UserID         uuid.UUID
	StripeID       string
	DirtySeq       int64
	SyncedSeq      int64
	QueuedSeq      int64
	LeaseToken     string
	LeaseExpiresAt *time.Time
	Details        CustomerDetails `gorm:"serializer:json"`
	SyncedAt       *time.Time
	Failures       int64  // in a row
	LastError      string // of the last failure
	Counted        bool   // their movements are noted
	CreatedAt      time.Time
}

// TableName names the table of customers for GORM.
func (Customer) TableName() string { return "billing_customers" }

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
	// AccountEmail is the address of the account that Stripe was told last.
	AccountEmail string `json:"account_email,omitempty"`
	// Currency is what bills are made out in; empty: none is settled yet.
	Currency string `json:"currency,omitempty"`
	// Balance is what the next bills take first where it is below zero, and add where it
	// is above.
	Balance int64 `json:"balance,omitempty"`
}

// Credit returns what the next bills take first; 0 where there is none.
func (d CustomerDetails) Credit() int64 { return max(-d.Balance, 0) }

// Card is what may be shown of a card.
type Card struct {
	Brand    string `json:"brand"`
	Last4    string `json:"last4"`
	ExpMonth int    `json:"exp_month"`
	ExpYear  int    `json:"exp_year"`
}

// CustomerOf finds the billing customer of a user.
func CustomerOf(ctx context.Context, db *models.DB, userID uuid.UUID) (Customer, error) {
	c, err := models.Table[Customer](db.Reader).Where("user_id = ?", userID).Take(ctx)
	return c, models.TranslateError(err)
}

// EnsureCustomer returns the billing customer of c's user, made from c if there
// is none.
func EnsureCustomer(ctx context.Context, db *models.DB, c *Customer) (Customer, error) {
	nothing := clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoNothing: true}
	if err := models.Table[Customer](db.Writer, nothing).Create(ctx, c); err != nil {
		return Customer{}, models.TranslateError(err)
	}
	found, err := models.Table[Customer](db.Writer).Where("user_id = ?", c.UserID).Take(ctx)
	return found, models.TranslateError(err)
}

// MarkDirty notes that Stripe may know something new about the customer.
func MarkDirty(ctx context.Context, db *models.DB, id uuid.UUID) (Customer, error) {
	_, err := models.Table[Customer](db.Writer).Where("id = ?", id).Update(ctx, "dirty_seq", gorm.Expr("dirty_seq + 1"))
	if err != nil {
		return Customer{}, models.TranslateError(err)
	}
	c, err := models.Table[Customer](db.Writer).Where("id = ?", id).Take(ctx)
	return c, models.TranslateError(err)
}

// LeaseCustomer takes the right to fetch from Stripe for this customer until
// the lease expires; ErrConflict while someone else has it.
func LeaseCustomer(
	ctx context.Context,
	db *models.DB,
	id uuid.UUID,
	token string,
	now, until time.Time,
) (Customer, error) {
	err := models.MustAffectOne(models.Table[Customer](db.Writer).
		Where("id = ? AND (lease_token = '' OR lease_expires_at <= ?)", id, now).
		Updates(ctx, Customer{LeaseToken: token, LeaseExpiresAt: &until}))
	if err != nil {
		return Customer{}, err
	}
	c, err := models.Table[Customer](db.Writer).Where("id = ?", id).Take(ctx)
	return c, models.TranslateError(err)
}

// ReleaseCustomer gives the lease back without having stored anything.
func ReleaseCustomer(ctx context.Context, db *models.DB, id uuid.UUID, token string) error {
	_, err := models.Table[Customer](db.Writer).Where("id = ? AND lease_token = ?", id, token).Update(ctx, "lease_token", "")
	return models.TranslateError(err)
}

// FinishSync notes that everything up to seq is fetched, and gives the lease
// back; ErrConflict if the lease was lost meanwhile. What was fetched is stored
// in the same transaction.
func FinishSync(
	ctx context.Context,
	db *models.DB,
	id uuid.UUID,
	token string,
	seq int64,
	details CustomerDetails,
) error {
	return models.MustAffectOne(
		models.Table[Customer](db.Writer).Select("synced_seq", "lease_token", "details", "synced_at", "failures", "last_error").
			Where("id = ? AND lease_token = ?", id, token).
			Updates(ctx, Customer{SyncedSeq: seq, Details: details, SyncedAt: new(models.Now())}),
	)
}

// FailSync gives the lease back, and notes why nothing was fetched.
func FailSync(ctx context.Context, db *models.DB, id uuid.UUID, token, reason string) error {
	_, err := models.Table[Customer](db.Writer).Where("id = ? AND lease_token = ?", id, token).
		Set(ctx, clause.Assignment{Column: clause.Column{Name: "lease_token"}, Value: ""},
			clause.Assignment{Column: clause.Column{Name: "failures"}, Value: gorm.Expr("failures + 1")},
			clause.Assignment{Column: clause.Column{Name: "last_error"}, Value: reason})
	return models.TranslateError(err)
}

// ForgetDetails erases what tells who a user's customer is, and marks the customer, so that
// Stripe is told to do the same.
func ForgetDetails(ctx context.Context, db *models.DB, userID uuid.UUID) error {
	_, err := models.Table[Customer](db.Writer).Where("user_id = ?", userID).Select("details").Updates(ctx, Customer{})
	if err == nil {
		_, err = models.Table[Customer](db.Writer).Where("user_id = ?", userID).Update(ctx, "dirty_seq", gorm.Expr("dirty_seq + 1"))
	}
	return models.TranslateError(err)
}

// DirtyCustomers are some of those about whom there is a hint that nobody
// followed yet; those after an id.
func DirtyCustomers(ctx context.Context, db *models.DB, after uuid.UUID, limit int) ([]Customer, error) {
	found, err := models.Table[Customer](
		db.Reader,
	).Where(
		"dirty_seq > synced_seq AND id > ?",
		after,
	).Order(
		"id",
	).Limit(
		limit,
	).Find(
		ctx,
	)
	return found, models.TranslateError(err)
}

// Customers are some of all customers, those after an id.
func Customers(ctx context.Context, db *models.DB, after uuid.UUID, limit int) ([]Customer, error) {
	found, err := models.Table[Customer](db.Reader).Where("id > ?", after).Order("id").Limit(limit).Find(ctx)
	return found, models.TranslateError(err)
}

// CustomerByStripeID finds whom Stripe calls so.
func CustomerByStripeID(ctx context.Context, db *models.DB, id string) (Customer, error) {
	c, err := models.Table[Customer](db.Reader).Where("stripe_id = ?", id).Take(ctx)
	return c, models.TranslateError(err)
}

// CountCustomers is how many there are.
func CountCustomers(ctx context.Context, db *models.DB) (int64, error) {
	n, err := models.Table[Customer](db.Reader).Count(ctx, "*")
	return n, models.TranslateError(err)
}
