package payments

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Effect is something that was done because of an object at Stripe.
type Effect struct {
	Kind       string
	ObjectID   string
	CustomerID uuid.UUID
	CreatedAt  time.Time
}

// TableName names the table of effects for GORM.
func (Effect) TableName() string { return "billing_effects" }

// Once notes an effect, and reports whether it is the first of its kind for the
// object. The effect itself belongs into the same transaction.
func Once(ctx context.Context, db *models.DB, e Effect) (bool, error) {
	result := db.Writer.WithContext(ctx).Clauses(clause.OnConflict{DoNothing: true}).Create(&e)
	return result.RowsAffected == 1, models.TranslateError(result.Error)
}

// Alert is something that an admin has to look at.
type Alert struct {
	ID         uuid.UUID
	Kind       string
	ObjectID   string
	CustomerID *uuid.UUID
	Note       string
	CreatedAt  time.Time
	ResolvedAt *time.Time
}

// TableName names the table of alerts for GORM.
func (Alert) TableName() string { return "billing_alerts" }

// RaiseAlert notes something to look at, once for each object.
func RaiseAlert(ctx context.Context, db *models.DB, a *Alert) error {
	return models.TranslateError(models.Table[Alert](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, a))
}

// OpenAlerts are what nobody has dealt with, newest first.
func OpenAlerts(ctx context.Context, db *models.DB, limit int) ([]Alert, error) {
	all, err := models.Table[Alert](db.Reader).Where("resolved_at IS NULL").Order("created_at DESC, id").Limit(limit).Find(ctx)
	return all, models.TranslateError(err)
}

// ResolveAlert says that somebody has dealt with it; ErrConflict if it was so
// already.
func ResolveAlert(ctx context.Context, db *models.DB, id uuid.UUID, at time.Time) error {
	return models.MustAffectOne(
		models.Table[Alert](db.Writer).Where("id = ? AND resolved_at IS NULL", id).Update(ctx, "resolved_at", at),
	)
}
