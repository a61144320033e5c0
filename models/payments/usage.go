package payments

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Usage is how much of an entitlement somebody used in a period: a month like
// 2026-11, or "" for what is held at a time.
type Usage struct {
	UserID      uuid.UUID
	Entitlement string
	Period      string
	Used        int64
}

// Used is how much was used.
func Used(ctx context.Context, db *models.DB, userID uuid.UUID, entitlement, period string) (int64, error) {
	all, err := models.Table[Usage](
		db.Reader,
	).Where(
		"user_id = ? AND entitlement = ? AND period = ?",
		userID,
		entitlement,
		period,
	).Find(
		ctx,
	)
	if err != nil || len(all) == 0 {
		return 0, models.TranslateError(err)
	}
	return all[0].Used, nil
}

// Use adds n to what was used; ErrConflict if that were more than the limit. Two
// at once cannot both have the last one.
func Use(ctx context.Context, db *models.DB, u Usage, limit int64) error {
	n := u.Used
	if n > limit {
		return models.ErrConflict
	}
	result := db.Writer.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "user_id"}, {Name: "entitlement"}, {Name: "period"}},
		DoUpdates: clause.Assignments(map[string]any{"used": gorm.Expr("usages.used + ?", n)}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("usages.used + ? <= ?", n, limit)}},
	}).Create(&u)
	if result.Error == nil && result.RowsAffected == 0 {
		return models.ErrConflict
	}
	return models.TranslateError(result.Error)
}

// GiveBack takes n from what was used; ErrConflict if that many were not.
func GiveBack(ctx context.Context, db *models.DB, u Usage) error {
	return models.MustAffectOne(
		models.Table[Usage](
			db.Writer,
		).Where(
			"user_id = ? AND entitlement = ? AND period = ? AND used >= ?",
			u.UserID,
			u.Entitlement,
			u.Period,
			u.Used,
		).
			Update(
				ctx,
				"used",
				gorm.Expr("used - ?", u.Used),
			),
	)
}
