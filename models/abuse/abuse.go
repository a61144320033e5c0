// Package abuse holds what visitors report of customers' pages. Start reading at [Report].
package abuse

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Report says that a customer's page should not be there.
type Report struct {
	ID        uuid.UUID
	SiteID    models.SiteID
	Why       string
	Email     string // of who reported; "": none was named
	CreatedAt time.Time
	HandledAt *time.Time
}

// TableName names the table of reports for GORM.
func (Report) TableName() string { return "abuse_reports" }

// Create stores a report.
func Create(ctx context.Context, db *models.DB, r *Report) error {
	return models.TranslateError(models.Table[Report](db.Writer).Create(ctx, r))
}

// Handle notes that the reports of a site were looked at.
func Handle(ctx context.Context, db *models.DB, site models.SiteID, now time.Time) error {
	_, err := models.Table[Report](db.Writer).Where("site_id = ? AND handled_at IS NULL", site).Update(ctx, "handled_at", now)
	return models.TranslateError(err)
}

// Open returns at most n reports that nobody has looked at, oldest first.
func Open(ctx context.Context, db *models.DB, n int) ([]Report, error) {
	all, err := models.Table[Report](db.Reader).Where("handled_at IS NULL").Order("created_at").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// OpenOf returns the reports of a site that nobody has looked at, oldest first.
func OpenOf(ctx context.Context, db *models.DB, site models.SiteID) ([]Report, error) {
	all, err := models.Table[Report](db.Reader).Where("site_id = ? AND handled_at IS NULL", site).
		Order("created_at").Limit(100).Find(ctx)
	return all, models.TranslateError(err)
}

// DeleteOld deletes the reports that were handled before that time.
func DeleteOld(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "abuse_reports", "id", "handled_at < ?", before)
}
