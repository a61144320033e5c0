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
	CreatedAt      time.Time
}

// Subscription mirrors one at Stripe, under Stripe's id. Status is Stripe's
// word; Amount is in the currency's smallest unit.
type Subscription struct {
	ID                string
	CustomerID        uuid.UUID
	PlanID            string
	Status            string
	Amount            int64
	Currency          string
	Interval          string
	CancelAtPeriodEnd bool
	CurrentPeriodEnd  time.Time
	StartedAt         time.Time
	UpdatedAt         time.Time
}

// StripeEvent is a webhook that was received.
type StripeEvent struct {
	ID         string
	Kind       string
	Customer   string
	APIVersion string
	ReceivedAt time.Time
}

// CustomerOf finds the billing customer of a user.
func (db *DB) CustomerOf(ctx context.Context, userID uuid.UUID) (BillingCustomer, error) {
	c, err := gorm.G[BillingCustomer](db.read).Where("user_id = ?", userID).Take(ctx)
	return c, plain(err)
}

// EnsureCustomer returns the billing customer of c's user, made from c if there
// is none.
func (db *DB) EnsureCustomer(ctx context.Context, c *BillingCustomer) (BillingCustomer, error) {
	nothing := clause.OnConflict{Columns: []clause.Column{{Name: "user_id"}}, DoNothing: true}
	if err := gorm.G[BillingCustomer](db.write, nothing).Create(ctx, c); err != nil {
		return BillingCustomer{}, plain(err)
	}
	found, err := gorm.G[BillingCustomer](db.write).Where("user_id = ?", c.UserID).Take(ctx)
	return found, plain(err)
}

// ReceiveEvent stores an event and marks its customer dirty. It returns the
// customer to sync, or ErrConflict if the event was received before, or
// ErrNotFound if nobody here is that customer (the event is stored then too).
func (db *DB) ReceiveEvent(ctx context.Context, e *StripeEvent) (BillingCustomer, error) {
	if err := gorm.G[StripeEvent](db.write).Create(ctx, e); err != nil {
		return BillingCustomer{}, plain(err)
	}
	return db.markDirty(ctx, "stripe_id = ?", e.Customer)
}

// MarkDirty notes that Stripe may know something new about the customer.
func (db *DB) MarkDirty(ctx context.Context, id uuid.UUID) (BillingCustomer, error) {
	return db.markDirty(ctx, "id = ?", id)
}

func (db *DB) markDirty(ctx context.Context, where string, arg any) (BillingCustomer, error) {
	_, err := gorm.G[BillingCustomer](db.write).Where(where, arg).Update(ctx, "dirty_seq", gorm.Expr("dirty_seq + 1"))
	if err != nil {
		return BillingCustomer{}, plain(err)
	}
	c, err := gorm.G[BillingCustomer](db.write).Where(where, arg).Take(ctx)
	return c, plain(err)
}

// LeaseCustomer takes the right to fetch from Stripe for this customer until
// the lease expires; ErrConflict while someone else has it.
func (db *DB) LeaseCustomer(ctx context.Context, id uuid.UUID, token string, now, until time.Time) (BillingCustomer, error) {
	err := one(gorm.G[BillingCustomer](db.write).
		Where("id = ? AND (lease_token = '' OR lease_expires_at <= ?)", id, now).
		Updates(ctx, BillingCustomer{LeaseToken: token, LeaseExpiresAt: &until}))
	if err != nil {
		return BillingCustomer{}, err
	}
	c, err := gorm.G[BillingCustomer](db.write).Where("id = ?", id).Take(ctx)
	return c, plain(err)
}

// ReleaseCustomer gives the lease back without having stored anything.
func (db *DB) ReleaseCustomer(ctx context.Context, id uuid.UUID, token string) error {
	_, err := gorm.G[BillingCustomer](db.write).Where("id = ? AND lease_token = ?", id, token).Update(ctx, "lease_token", "")
	return plain(err)
}

// StoreSync writes what Stripe said as of seq, in one transaction that gives
// the lease back; ErrConflict if the lease was lost meanwhile.
func (db *DB) StoreSync(ctx context.Context, id uuid.UUID, token string, seq int64, subscriptions []Subscription) error {
	return db.Transaction(ctx, func(tx *DB) error {
		err := one(gorm.G[BillingCustomer](tx.write).Select("synced_seq", "lease_token").
			Where("id = ? AND lease_token = ?", id, token).
			Updates(ctx, BillingCustomer{SyncedSeq: seq}))
		if err != nil || len(subscriptions) == 0 {
			return err
		}
		return plain(tx.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&subscriptions).Error)
	})
}

// SubscriptionsOf are a user's subscriptions, newest first.
func (db *DB) SubscriptionsOf(ctx context.Context, userID uuid.UUID) ([]Subscription, error) {
	s, err := gorm.G[Subscription](db.read).
		Where("customer_id IN (SELECT id FROM billing_customers WHERE user_id = ?)", userID).
		Order("started_at DESC, id").Find(ctx)
	return s, plain(err)
}
