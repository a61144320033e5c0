package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// Acceptance is a policy that a user agreed to, in one version.
type Acceptance struct {
	ID         uuid.UUID
	UserID     uuid.UUID
	Slug       string
	Number     int64
	SHA256     string `gorm:"column:sha256"`
	AcceptedAt time.Time
}

// Accept stores what a user agreed to; the same version again changes nothing.
func (db *DB) Accept(ctx context.Context, a *Acceptance) error {
	return plain(gorm.G[Acceptance](db.write, clause.OnConflict{DoNothing: true}).Create(ctx, a))
}

// AcceptancesOf is all that a user agreed to.
func (db *DB) AcceptancesOf(ctx context.Context, userID uuid.UUID) ([]Acceptance, error) {
	all, err := gorm.G[Acceptance](db.read).Where("user_id = ?", userID).Order("accepted_at, id").Find(ctx)
	return all, plain(err)
}

// AcceptedNumbers are the numbers of the newest versions that a user agreed to,
// by the slugs of the policies.
func (db *DB) AcceptedNumbers(ctx context.Context, userID uuid.UUID) (map[string]int64, error) {
	rows, err := gorm.G[Acceptance](db.read).Select("slug, max(number) AS number").Where("user_id = ?", userID).Group("slug").Find(ctx)
	newest := make(map[string]int64, len(rows))
	for _, row := range rows {
		newest[row.Slug] = row.Number
	}
	return newest, plain(err)
}

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
	return plain(gorm.G[Export](db.write).Create(ctx, e))
}

// ExportsOf are the copies of a user that have not expired, newest first,
// without their archives. Ready tells which are made.
func (db *DB) ExportsOf(ctx context.Context, userID uuid.UUID, now time.Time) (all []Export, ready map[uuid.UUID]bool, err error) {
	all, err = gorm.G[Export](db.read).Omit("archive").Where("user_id = ? AND expires_at > ?", userID, now).Order("id DESC").Find(ctx)
	if err != nil {
		return nil, nil, plain(err)
	}
	var made []uuid.UUID
	err = db.read.WithContext(ctx).Model(&Export{}).Where("user_id = ? AND archive IS NOT NULL", userID).Pluck("id", &made).Error
	ready = map[uuid.UUID]bool{}
	for _, id := range made {
		ready[id] = true
	}
	return all, ready, plain(err)
}

// ExportByID finds a copy of any user.
func (db *DB) ExportByID(ctx context.Context, id uuid.UUID, now time.Time) (Export, error) {
	e, err := gorm.G[Export](db.read).Where("id = ? AND expires_at > ?", id, now).Take(ctx)
	return e, plain(err)
}

// FinishExport stores the archive, once; ErrConflict if it is made already.
func (db *DB) FinishExport(ctx context.Context, id uuid.UUID, archive []byte, expiresAt time.Time) error {
	return one(gorm.G[Export](db.write).Where("id = ? AND archive IS NULL", id).
		Updates(ctx, Export{Archive: archive, ExpiresAt: expiresAt}))
}

// DeleteOldExports deletes what has expired.
func (db *DB) DeleteOldExports(ctx context.Context, now time.Time) error {
	_, err := gorm.G[Export](db.write).Where("expires_at <= ?", now).Delete(ctx)
	return plain(err)
}

// CheckoutsOf are all attempts to buy that a user made.
func (db *DB) CheckoutsOf(ctx context.Context, userID uuid.UUID) ([]Checkout, error) {
	all, err := gorm.G[Checkout](db.read).Where("user_id = ?", userID).Order("id").Find(ctx)
	return all, plain(err)
}
