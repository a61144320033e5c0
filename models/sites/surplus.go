package sites

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// IsPausing reports whether a site of the user is going to be paused.
func IsPausing(ctx context.Context, db *models.DB, user uuid.UUID) (bool, error) {
	n, err := models.Table[Site](db.Reader).Where("pauses_at IS NOT NULL AND "+ofMember, user).Count(ctx, "id")
	return n > 0, models.TranslateError(err)
}

// SetPauses stores which sites of a user are going to be paused, and when: those, and no others.
func SetPauses(ctx context.Context, db *models.DB, user uuid.UUID, these []models.SiteID, at time.Time) error {
	write := db.Writer.WithContext(ctx)
	err := write.Model(&Site{}).Where("pauses_at IS NOT NULL AND "+ofMember, user).Update("pauses_at", nil).Error
	if err == nil && len(these) > 0 {
		err = write.Model(&Site{}).Where("id IN ? AND state = ?", these, Active).Update("pauses_at", at).Error
	}
	return models.TranslateError(err)
}

// SetPreferred stores which sites of a user stay where a plan has less room: those, and no others.
func SetPreferred(ctx context.Context, db *models.DB, user uuid.UUID, these []models.SiteID) error {
	write := db.Writer.WithContext(ctx)
	err := write.Model(&Site{}).Where("preferred AND "+ofMember, user).Update("preferred", false).Error
	if err == nil && len(these) > 0 {
		err = write.Model(&Site{}).Where("id IN ?", these).Update("preferred", true).Error
	}
	return models.TranslateError(err)
}
