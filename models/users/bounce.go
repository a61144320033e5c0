package users

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// MarkBounced notes that a mail server refused the address for good. An address without an
// account is noted nowhere.
func MarkBounced(ctx context.Context, db *models.DB, email string, now time.Time) error {
	_, err := models.Table[User](db.Writer).Where("email = ? AND erased_at IS NULL", email).Update(ctx, "bounced_at", now)
	return models.TranslateError(err)
}

// ClearBounced takes the mark from the address, if it has one.
func ClearBounced(ctx context.Context, db *models.DB, email string) error {
	_, err := models.Table[User](db.Writer).Where("email = ? AND bounced_at IS NOT NULL", email).Update(ctx, "bounced_at", nil)
	return models.TranslateError(err)
}

// ForgetOldBounces takes the marks that were last set up to that time.
func ForgetOldBounces(ctx context.Context, db *models.DB, before time.Time) error {
	return models.UpdateInSteps(ctx, db, "users", "bounced_at = NULL, updated_at = ?", "id", "bounced_at <= ?", models.Now(), before)
}

// CountBounced counts the accounts whose address takes no mail.
func CountBounced(ctx context.Context, db *models.DB) (int64, error) {
	n, err := models.Table[User](db.Reader).Where("bounced_at IS NOT NULL").Count(ctx, "*")
	return n, models.TranslateError(err)
}
