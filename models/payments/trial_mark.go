package payments

import (
	"context"
	"time"

	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// TrialMark remembers that somebody had a free trial, after their account is deleted too.
// Mark is a keyed hash of a card or an address, Owner one of the customer: neither says
// whose it is.
type TrialMark struct {
	Mark      string `gorm:"primaryKey"`
	Owner     string
	CreatedAt time.Time
}

// FindTrialMarks returns those of some marks that are there and were made since then.
func FindTrialMarks(ctx context.Context, db *models.DB, marks []string, since time.Time) ([]TrialMark, error) {
	found, err := models.Table[TrialMark](db.Writer).Where("mark IN ? AND created_at > ?", marks, since).Find(ctx)
	return found, models.TranslateError(err)
}

// OwnsTrialMark reports whether one of the owners has a mark.
func OwnsTrialMark(ctx context.Context, db *models.DB, owners []string) (bool, error) {
	n, err := models.Table[TrialMark](db.Writer).Where("owner IN ?", owners).Count(ctx, "*")
	return n > 0, models.TranslateError(err)
}

// PutTrialMark stores a mark; one that is there already stays as it is.
func PutTrialMark(ctx context.Context, db *models.DB, m *TrialMark) error {
	return models.TranslateError(models.Table[TrialMark](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, m))
}

// DeleteTrialMarks deletes the marks that were made before then.
func DeleteTrialMarks(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "trial_marks", "mark", "created_at <= ?", before)
}
