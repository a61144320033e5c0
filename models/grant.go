package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// GrantSource is why somebody may use something.
type GrantSource string

// The sources of grants.
const (
	GrantOfSubscription GrantSource = "subscription"
	GrantOfPurchase     GrantSource = "purchase"
	Gift                GrantSource = "gift"
)

// Grant is what somebody may use, from StartsAt until before EndsAt; nil is
// without an end. SourceID names the subscription or purchase.
type Grant struct {
	ID             uuid.UUID
	UserID         uuid.UUID
	Source         GrantSource
	SourceID       string
	WareID         string // of the plan or product
	Sites          int64
	AuditsPerMonth int64
	StartsAt       time.Time
	EndsAt         *time.Time
	Reason         string     `json:"-"` // of a gift: for admins alone, as who gave it
	GivenBy        *uuid.UUID `json:"-"`
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Holds reports whether the grant gives something at the moment.
func (g Grant) Holds(at time.Time) bool {
	return !at.Before(g.StartsAt) && (g.EndsAt == nil || at.Before(*g.EndsAt))
}

// PutGrant stores a grant, or changes the one of the same source.
func (db *DB) PutGrant(ctx context.Context, g *Grant) error {
	same := clause.OnConflict{
		Columns:   []clause.Column{{Name: "source"}, {Name: "source_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"ware_id", "sites", "audits_per_month", "ends_at", "updated_at"}),
	}
	return translateError(gorm.G[Grant](db.write, same).Create(ctx, g))
}

// GrantsOf are all that a user was ever granted, newest first.
func (db *DB) GrantsOf(ctx context.Context, userID uuid.UUID) ([]Grant, error) {
	all, err := gorm.G[Grant](db.read).Where("user_id = ?", userID).Order("starts_at DESC, id").Find(ctx)
	return all, translateError(err)
}

// EndGift ends a gift; ErrNotFound if there is none that holds.
func (db *DB) EndGift(ctx context.Context, userID, id uuid.UUID, at time.Time) error {
	n, err := gorm.G[Grant](db.write).Where("id = ? AND user_id = ? AND source = ? AND (ends_at IS NULL OR ends_at > ?)", id, userID, Gift, at).Update(ctx, "ends_at", at)
	if err == nil && n == 0 {
		return ErrNotFound
	}
	return translateError(err)
}

// PutGift stores a gift, and reports whether it is the first under its id.
func (db *DB) PutGift(ctx context.Context, g *Grant) (bool, error) {
	result := db.write.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(g)
	return result.RowsAffected == 1, translateError(result.Error)
}
