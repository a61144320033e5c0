package audits

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// SaveProgress notes how far a running audit is, as JSON, and reports whether somebody
// asked it to stop.
func SaveProgress(
	ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID, progress string,
) (stop bool, err error) {
	running := models.Table[Audit](db.Writer).Where("site_id = ? AND id = ? AND state = ?", site, id, AuditRunning)
	if err := models.MustAffectOne(running.Update(ctx, "progress", progress)); err != nil {
		return false, err
	}
	a, err := ByID(ctx, db, site, id)
	return a.StopAskedAt != nil, err
}

// AskStop asks a running audit to stop; ErrConflict if it does not run.
func AskStop(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[Audit](db.Writer).Where("site_id = ? AND id = ? AND state = ?", site, id, AuditRunning).
			Update(ctx, "stop_asked_at", now),
	)
}
