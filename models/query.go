package models

import (
	"context"
	"strings"

	"gorm.io/gorm/clause"
)

func EscapeLike(text string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(text)
}

// MustAffectOne turns the outcome of a conditional write into ErrConflict unless it
// changed a row.
func MustAffectOne(rows int, err error) error {
	if err == nil && rows == 0 {
		return ErrConflict
	}
	return TranslateError(err)
}

// Upsert writes rows over those with the same primary key.
func Upsert[T any](ctx context.Context, db *DB, rows []T) error {
	if len(rows) == 0 {
		return nil
	}
	return TranslateError(db.Writer.WithContext(ctx).Clauses(clause.OnConflict{UpdateAll: true}).Create(&rows).Error)
}
