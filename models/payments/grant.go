package payments

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
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
	ItemID         string `gorm:"column:ware_id" json:"WareID"` // of the plan or product
	Sites          int64
	AuditsPerMonth int64
	StartsAt       time.Time
	EndsAt         *time.Time
	Reason         string     // of a gift: the owner reads it too
	GivenBy        *uuid.UUID `json:"-"`
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// Holds reports whether the grant gives something at the moment.
func (g Grant) Holds(at time.Time) bool {
	return !at.Before(g.StartsAt) && (g.EndsAt == nil || at.Before(*g.EndsAt))
}

// PutGrant stores a grant, or changes the one of the same source.
func PutGrant(ctx context.Context, db *models.DB, g *Grant) error {
	same := clause.OnConflict{
		Columns:   []clause.Column{{Name: "source"}, {Name: "source_id"}},
		DoUpdates: clause.AssignmentColumns([]string{"ware_id", "sites", "audits_per_month", "ends_at", "updated_at"}),
	}
	return models.TranslateError(models.Table[Grant](db.Writer, same).Create(ctx, g))
}

// GrantsOf are all that a user was ever granted, newest first.
func GrantsOf(ctx context.Context, db *models.DB, userID uuid.UUID) ([]Grant, error) {
	all, err := models.Table[Grant](db.Reader).Where("user_id = ?", userID).Order("starts_at DESC, id").Find(ctx)
	return all, models.TranslateError(err)
}

// EndGift ends a gift; ErrNotFound if there is none that holds.
func EndGift(ctx context.Context, db *models.DB, userID, id uuid.UUID, at time.Time) error {
	n, err := models.Table[Grant](
		db.Writer,
	).Where(
		"id = ? AND user_id = ? AND source = ? AND (ends_at IS NULL OR ends_at > ?)",
		id,
		userID,
		Gift,
		at,
	).Update(
		ctx,
		"ends_at",
		at,
	)
	if err == nil && n == 0 {
		return models.ErrNotFound
	}
	return models.TranslateError(err)
}

// PutGift stores a gift, and reports whether it is the first under its id.
func PutGift(ctx context.Context, db *models.DB, g *Grant) (bool, error) {
	result := db.Writer.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(g)
	return result.RowsAffected == 1, models.TranslateError(result.Error)
}
