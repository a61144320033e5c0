package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// BillingEffect is something that was done because of an object at Stripe.
type BillingEffect struct {
	Kind       string
	ObjectID   string
	CustomerID uuid.UUID
	CreatedAt  time.Time
}

// Once notes an effect, and reports whether it is the first of its kind for the
// object. The effect itself belongs into the same transaction.
func (db *DB) Once(ctx context.Context, e BillingEffect) (bool, error) {
	result := db.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&e)
	return result.RowsAffected == 1, translateError(result.Error)
}

// BillingAlert is something that an admin has to look at.
type BillingAlert struct {
	ID         uuid.UUID
	Kind       string
	ObjectID   string
	CustomerID *uuid.UUID
	Note       string
	CreatedAt  time.Time
	ResolvedAt *time.Time
}

// Alert notes something to look at, once for each object.
func (db *DB) Alert(ctx context.Context, a *BillingAlert) error {
	return translateError(gorm.G[BillingAlert](db.write, clause.OnConflict{DoNothing: true}).Create(ctx, a))
}

// OpenAlerts are what nobody has dealt with, newest first.
func (db *DB) OpenAlerts(ctx context.Context, limit int) ([]BillingAlert, error) {
	all, err := gorm.G[BillingAlert](db.read).Where("resolved_at IS NULL").Order("created_at DESC, id").Limit(limit).Find(ctx)
	return all, translateError(err)
}

// ResolveAlert says that somebody has dealt with it; ErrConflict if it was so
// already.
func (db *DB) ResolveAlert(ctx context.Context, id uuid.UUID, at time.Time) error {
	return mustAffectOne(gorm.G[BillingAlert](db.write).Where("id = ? AND resolved_at IS NULL", id).Update(ctx, "resolved_at", at))
}
