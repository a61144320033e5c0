package models

import (
	"context"
	"strings"

	"gorm.io/gorm/clause"
)

func escapeLike(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// mustAffectOne turns the outcome of a conditional write into ErrConflict unless it
// changed a row.
func mustAffectOne(rows int, err error) error {
	if err == nil && rows == 0 {
		return ErrConflict
	}
	return translateError(err)
}

// upsert writes rows over those with the same primary key.
func upsert[T any](ctx context.Context, db *DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return translateError(db.write.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&rows).Error)
}
