package models

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// AuditScreenshot is what a page looked like in an audit. N counts from 1, in the
// order of the visits.
type AuditScreenshot struct {
	AuditID uuid.UUID `gorm:"primaryKey"`
	N       int64     `gorm:"primaryKey"`
	Journey string
	URL     string
	JPEG    []byte
}

// SaveScreenshots stores the pictures of an audit.
func (db *DB) SaveScreenshots(ctx context.Context, shots []AuditScreenshot) error {
	if len(shots) == 0 {
		return nil
	}
	return plain(gorm.G[AuditScreenshot](db.write).CreateInBatches(ctx, &shots, 20))
}

// Screenshots are the pictures of an audit, without the pictures themselves.
func (db *DB) Screenshots(ctx context.Context, audit uuid.UUID) ([]AuditScreenshot, error) {
	shots, err := gorm.G[AuditScreenshot](db.read).Omit("jpeg").Where("audit_id = ?", audit).Order("n").Find(ctx)
	return shots, plain(err)
}

// Screenshot is one picture of an audit.
func (db *DB) Screenshot(ctx context.Context, audit uuid.UUID, n int64) (AuditScreenshot, error) {
	shot, err := gorm.G[AuditScreenshot](db.read).Where("audit_id = ? AND n = ?", audit, n).Take(ctx)
	return shot, plain(err)
}

// TidyAudits deletes all but the last audits, and, of those that are kept, the
// pictures of all but the last ones that have any.
func (db *DB) TidyAudits(ctx context.Context, keep, keepPictures int) error {
	return db.Transaction(ctx, func(tx *DB) error {
		kept := tx.write.WithContext(ctx).Model(&Audit{}).Select("id").Order("id DESC").Limit(keep)
		if err := tx.write.WithContext(ctx).Where("id NOT IN (?)", kept).Delete(&Audit{}).Error; err != nil {
			return err
		}
		pictured := tx.write.WithContext(ctx).Model(&AuditScreenshot{}).Distinct("audit_id").Order("audit_id DESC").Limit(keepPictures)
		return tx.write.WithContext(ctx).Where("audit_id NOT IN (?)", pictured).Delete(&AuditScreenshot{}).Error
	})
}
