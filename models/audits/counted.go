package audits

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Count notes that the audit of a site that waits was taken from the plan of who asked for it.
func Count(ctx context.Context, db *models.DB, site models.SiteID) error {
	return models.MustAffectOne(models.Table[Audit](db.Writer).Where("site_id = ? AND state = ?", site, AuditAsked).Update(ctx, "counted", true))
}

// Uncount notes that a failed audit is given back; ErrConflict if it was already, or has not failed.
func Uncount(ctx context.Context, db *models.DB, id uuid.UUID) error {
	return models.MustAffectOne(models.Table[Audit](db.Writer).
		Where("id = ? AND counted AND state = ?", id, AuditFailed).Update(ctx, "counted", false))
}

// ToGiveBack returns at most n audits that failed and were taken from a plan, without their reports.
func ToGiveBack(ctx context.Context, db *models.DB, n int) ([]Audit, error) {
	all, err := models.Table[Audit](db.Reader).Select("id", "asked_by", "asked_at").
		Where("counted AND state = ?", AuditFailed).Order("id").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}
