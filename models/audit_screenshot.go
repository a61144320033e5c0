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
	return translateError(gorm.G[AuditScreenshot](db.write).CreateInBatches(ctx, &shots, 20))
}

// ofSite chooses the pictures of an audit, if it is one of that site.
const ofSite = "audit_id = (SELECT id FROM audits WHERE site_id = ? AND id = ?)"

// Screenshots are the pictures of an audit, without the pictures themselves.
func (db *DB) Screenshots(ctx context.Context, site SiteID, audit uuid.UUID) ([]AuditScreenshot, error) {
	shots, err := gorm.G[AuditScreenshot](db.read).Omit("jpeg").Where(ofSite, site, audit).Order("n").Find(ctx)
	return shots, translateError(err)
}

// Screenshot is one picture of an audit.
func (db *DB) Screenshot(ctx context.Context, site SiteID, audit uuid.UUID, n int64) (AuditScreenshot, error) {
	shot, err := gorm.G[AuditScreenshot](db.read).Where(ofSite+" AND n = ?", site, audit, n).Take(ctx)
	return shot, translateError(err)
}

// TidyAudits deletes all but the last audits of a site, and, of those that are
// kept, the pictures of all but the last ones that have any.
func (db *DB) TidyAudits(ctx context.Context, site SiteID, keep, keepPictures int) error {
	return db.Transaction(ctx, func(tx *DB) error {
		write := func() *gorm.DB { return tx.write.WithContext(ctx) }
		kept := write().Model(&Audit{}).Select("id").Where("site_id = ?", site).Order("id DESC").Limit(keep)
		if err := write().Where("site_id = ? AND id NOT IN (?)", site, kept).Delete(&Audit{}).Error; err != nil {
			return err
		}
		const all = "audit_id IN (SELECT id FROM audits WHERE site_id = ?)"
		pictured := write().Model(&AuditScreenshot{}).Distinct("audit_id").Where(all, site).Order("audit_id DESC").Limit(keepPictures)
		return write().Where(all+" AND audit_id NOT IN (?)", site, pictured).Delete(&AuditScreenshot{}).Error
	})
}
