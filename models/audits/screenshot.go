package audits

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Screenshot is what a page looked like in an audit. N counts from 1, in the
// order of the visits.
type Screenshot struct {
	AuditID uuid.UUID `gorm:"primaryKey"`
	N       int64     `gorm:"primaryKey"`
	Journey string
	URL     string
	JPEG    []byte
}

// TableName names the table of screenshots for GORM.
func (Screenshot) TableName() string { return "audit_screenshots" }

// SaveScreenshots stores the pictures of an audit.
func SaveScreenshots(ctx context.Context, db *models.DB, shots []Screenshot) error {
	if len(shots) == 0 {
		return nil
	}
	return models.TranslateError(models.Table[Screenshot](db.Writer).CreateInBatches(ctx, &shots, 20))
}

const (
	// ofSite chooses the pictures of an audit, if it is one of that site.
	ofSite = "audit_id = (SELECT id FROM audits WHERE site_id = ? AND id = ?)"
	// ofAny chooses those of all audits of a site.
	ofAny = "audit_id IN (SELECT id FROM audits WHERE site_id = ?)"
)

// Screenshots are the pictures of an audit, without the pictures themselves.
func Screenshots(ctx context.Context, db *models.DB, site models.SiteID, audit uuid.UUID) ([]Screenshot, error) {
	shots, err := models.Table[Screenshot](db.Reader).Omit("jpeg").Where(ofSite, site, audit).Order("n").Find(ctx)
	return shots, models.TranslateError(err)
}

// ScreenshotOf is one picture of an audit.
func ScreenshotOf(
	ctx context.Context,
	db *models.DB,
	site models.SiteID,
	audit uuid.UUID,
	n int64,
) (Screenshot, error) {
	shot, err := models.Table[Screenshot](db.Reader).Where(ofSite+" AND n = ?", site, audit, n).Take(ctx)
	return shot, models.TranslateError(err)
}

// Tidy deletes the audits of a site that were asked for before that time and are over, and,
// of those that are kept, the pictures of all but the last ones that have any.
func Tidy(ctx context.Context, db *models.DB, site models.SiteID, before time.Time, keepPictures int) error {
	err := models.DeleteInSteps(ctx, db, "audits", "id", "site_id = ? AND asked_at < ? AND ended_at IS NOT NULL", site, before)
	if err != nil {
		return err
	}
	const pictured = "SELECT DISTINCT audit_id FROM audit_screenshots WHERE " + ofAny + " ORDER BY audit_id DESC LIMIT ?"
	return models.DeleteInSteps(ctx, db, "audit_screenshots", "audit_id, n", ofAny+" AND audit_id NOT IN ("+pictured+")", site, site, keepPictures)
}

// DeleteOld deletes the audits of all sites that were asked for before that time and are over.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "audits", "id", "asked_at < ? AND ended_at IS NOT NULL", before)
}
