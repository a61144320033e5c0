package sites

import (
	"context"

	"github.com/prokken/prokken/models"
)

// Change is the last change of a site that visitors can see: a publication,
// a withdrawal, or a published translation. Sequence numbers the changes of all
// sites in the order in which they were committed.
type Change struct {
	SiteID   models.SiteID `gorm:"primaryKey"`
	Sequence int64
}

// TableName names the table of changes for GORM.
func (Change) TableName() string { return "site_changes" }

// ChangedSince returns the sites that changed after the number, each with
// its last change, in their order. A site that has changed with a number up to
// the greatest one returned is never left out: whoever asks with that number
// the next time misses nothing.
func ChangedSince(ctx context.Context, db *models.DB, sequence int64) ([]Change, error) {
	changes, err := models.Table[Change](db.Reader).Where("sequence > ?", sequence).Order("sequence").Find(ctx)
	return changes, models.TranslateError(err)
}

// Sequence returns the number of a site's last change; 0 if it never changed.
func Sequence(ctx context.Context, db *models.DB, site models.SiteID) (int64, error) {
	changes, err := models.Table[Change](db.Reader).Where("site_id = ?", site).Limit(1).Find(ctx)
	if err != nil || len(changes) == 0 {
		return 0, models.TranslateError(err)
	}
	return changes[0].Sequence, nil
}
