// Package throttles counts attempts, so that guessing is slowed down. Only auth calls
// it; start reading at [Throttle].
package throttles

import (
	"context"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Throttle counts attempts at one thing. Nobody may try again before BlockedUntil.
type Throttle struct {
	Key          string `gorm:"primaryKey"`
	Count        int64
	BlockedUntil time.Time
	UpdatedAt    time.Time `gorm:"autoUpdateTime:false"`
}

// Of finds counters, in the order of their keys; new ones, with a count
// of zero, where there are none.
func Of(ctx context.Context, db *models.DB, keys ...string) ([]Throttle, error) {
	found, err := models.Table[Throttle](db.Writer).Where("key IN ?", keys).Find(ctx)
	if err != nil {
		return nil, models.TranslateError(err)
	}
	all := make([]Throttle, len(keys))
	for i, key := range keys {
		all[i].Key = key
		if at := slices.IndexFunc(found, func(t Throttle) bool { return t.Key == key }); at >= 0 {
			all[i] = found[at]
		}
	}
	return all, nil
}

// CountAttempt moves the counter on from what was read; ErrConflict if someone else
// counted meanwhile. It is one statement whether there was a counter or not.
func CountAttempt(ctx context.Context, db *models.DB, read, next Throttle) error {
	result := gorm.WithResult()
	unchanged := clause.OnConflict{
		Columns:   []clause.Column{{Name: "key"}},
		DoUpdates: clause.AssignmentColumns([]string{"count", "blocked_until", "updated_at"}),
		Where: clause.Where{Exprs: []clause.Expression{
			clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: "count"}, Value: read.Count},
			clause.Eq{Column: clause.Column{Table: clause.CurrentTable, Name: "updated_at"}, Value: read.UpdatedAt},
		}},
	}
	err := models.Table[Throttle](db.Writer, result, unchanged).Create(ctx, &next)
	return models.MustAffectOne(int(result.RowsAffected), err)
}

// ForgetAttempts sets the counters back.
func ForgetAttempts(ctx context.Context, db *models.DB, keys ...string) error {
	_, err := models.Table[Throttle](db.Writer).Where("key IN ?", keys).Delete(ctx)
	return models.TranslateError(err)
}

// DeleteOld forgets what was not tried since.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "throttles", "key", "updated_at < ?", before)
}
