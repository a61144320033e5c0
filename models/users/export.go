package users

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Export is a copy of a user's own data, a zip archive; Archive is empty until
// it is made.
type Export struct {
	ID        uuid.UUID
	UserID    uuid.UUID
	Archive   []byte
	ExpiresAt time.Time
	CreatedAt time.Time
}

// CreateExport notes that a copy was asked for.
func CreateExport(ctx context.Context, db *models.DB, e *Export) error {
	return models.TranslateError(models.Table[Export](db.Writer).Create(ctx, e))
}

// ExportsOf are the copies of a user that have not expired, newest first,
// without their archives. Ready tells which are made.
func ExportsOf(
	ctx context.Context,
	db *models.DB,
	userID uuid.UUID,
	now time.Time,
) (all []Export, ready map[uuid.UUID]bool, err error) {
	all, err = models.Table[Export](
		db.Reader,
	).Omit(
		"archive",
	).Where(
		"user_id = ? AND expires_at > ?",
		userID,
		now,
	).Order(
		"id DESC",
	).Find(
		ctx,
	)
	if err != nil {
		return nil, nil, models.TranslateError(err)
	}
	var made []uuid.UUID
	err = db.Reader.WithContext(
		ctx,
	).Model(
		&Export{},
	).Where(
		"user_id = ? AND archive IS NOT NULL",
		userID,
	).Pluck(
		"id",
		&made,
	).Error
	ready = map[uuid.UUID]bool{}
	for _, id := range made {
		ready[id] = true
	}
	return all, ready, models.TranslateError(err)
}

// ExportByID finds a copy of any user.
func ExportByID(ctx context.Context, db *models.DB, id uuid.UUID, now time.Time) (Export, error) {
	e, err := models.Table[Export](db.Reader).Where("id = ? AND expires_at > ?", id, now).Take(ctx)
	return e, models.TranslateError(err)
}

// FinishExport stores the archive, once; ErrConflict if it is made already.
func FinishExport(ctx context.Context, db *models.DB, id uuid.UUID, archive []byte, expiresAt time.Time) error {
	return models.MustAffectOne(models.Table[Export](db.Writer).Where("id = ? AND archive IS NULL", id).
		Updates(ctx, Export{Archive: archive, ExpiresAt: expiresAt}))
}

// DeleteExport deletes a copy of the user, made or not; [models.ErrConflict] where the user has none
// of that id.
func DeleteExport(ctx context.Context, db *models.DB, userID, id uuid.UUID) error {
	return models.MustAffectOne(models.Table[Export](db.Writer).Where("id = ? AND user_id = ?", id, userID).Delete(ctx))
}

// DeleteOldExports deletes what has expired.
func DeleteOldExports(ctx context.Context, db *models.DB, now time.Time) error {
	return models.DeleteInSteps(ctx, db, "exports", "id", "expires_at <= ?", now)
}
