package models

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
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
func (db *DB) Used(ctx context.Context, userID uuid.UUID, entitlement, period string) (int64, error) {
	all, err := gorm.G[Usage](db.read).Where("user_id = ? AND entitlement = ? AND period = ?", userID, entitlement, period).Find(ctx)
	if err != nil || len(all) == 0 {
		return 0, translateError(err)
	}
	return all[0].Used, nil
}

// Use adds n to what was used; ErrConflict if that were more than the limit. Two
// at once cannot both have the last one.
func (db *DB) Use(ctx context.Context, u Usage, limit int64) error {
	n := u.Used
	if n > limit {
		return ErrConflict
	}
	result := db.write.WithContext(ctx).Clauses(clause.OnConflict{
		Columns:   []clause.Column{{Name: "user_id"}, {Name: "entitlement"}, {Name: "period"}},
		DoUpdates: clause.Assignments(map[string]any{"used": gorm.Expr("usages.used + ?", n)}),
		Where:     clause.Where{Exprs: []clause.Expression{gorm.Expr("usages.used + ? <= ?", n, limit)}},
	}).Create(&u)
	if result.Error == nil && result.RowsAffected == 0 {
		return ErrConflict
	}
	return translateError(result.Error)
}

// GiveBack takes n from what was used; ErrConflict if that many were not.
func (db *DB) GiveBack(ctx context.Context, u Usage) error {
	return mustAffectOne(gorm.G[Usage](db.write).Where("user_id = ? AND entitlement = ? AND period = ? AND used >= ?", u.UserID, u.Entitlement, u.Period, u.Used).
		Update(ctx, "used", gorm.Expr("used - ?", u.Used)))
}
