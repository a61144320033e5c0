package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
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
func (db *DB) CreateExport(ctx context.Context, e *Export) error {
	return translateError(gorm.G[Export](db.write).Create(ctx, e))
}

// ExportsOf are the copies of a user that have not expired, newest first,
// without their archives. Ready tells which are made.
func (db *DB) ExportsOf(ctx context.Context, userID uuid.UUID, now time.Time) (all []Export, ready map[uuid.UUID]bool, err error) {
	all, err = gorm.G[Export](db.read).Omit("archive").Where("user_id = ? AND expires_at > ?", userID, now).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, nil, translateError(err)
	}
	var made []uuid.UUID
	err = db.read.WithContext(ctx).Model(&Export{}).Where("user_id = ? AND archive IS NOT NULL", userID).Pluck("id", &made).Error
	ready = map[uuid.UUID]bool{}
	for _, id := range made {
		ready[id] = true
	}
	return all, ready, translateError(err)
}

// ExportByID finds a copy of any user.
func (db *DB) ExportByID(ctx context.Context, id uuid.UUID, now time.Time) (Export, error) {
	e, err := gorm.G[Export](db.read).Where("id = ? AND expires_at > ?", id, now).Take(ctx)
	return e, translateError(err)
}

// FinishExport stores the archive, once; ErrConflict if it is made already.
func (db *DB) FinishExport(ctx context.Context, id uuid.UUID, archive []byte, expiresAt time.Time) error {
	return mustAffectOne(gorm.G[Export](db.write).Where("id = ? AND archive IS NULL", id).
		Updates(ctx, Export{Archive: archive, ExpiresAt: expiresAt}))
}

// DeleteOldExports deletes what has expired.
func (db *DB) DeleteOldExports(ctx context.Context, now time.Time) error {
	_, err := gorm.G[Export](db.write).Where("expires_at <= ?", now).Delete(ctx)
	return translateError(err)
}
