package models

import (
	"context"

	"gorm.io/gorm"
)

// SiteChange is the last change of a site that visitors can see: a publication,
// a withdrawal, or a published translation. Sequence numbers the changes of all
// sites in the order in which they were committed.
type SiteChange struct {
	SiteID   SiteID `gorm:"primaryKey"`
	Sequence int64
}

// SitesChangedSince returns the sites that changed after the number, each with
// its last change, in their order. A site that has changed with a number up to
// the greatest one returned is never left out: whoever asks with that number
// the next time misses nothing.
func (db *DB) SitesChangedSince(ctx context.Context, sequence int64) ([]SiteChange, error) {
	changes, err := gorm.G[SiteChange](db.read).Where("sequence > ?", sequence).Order("sequence").Find(ctx)
	return changes, translateError(err)
}

// SiteSequence returns the number of a site's last change; 0 if it never changed.
func (db *DB) SiteSequence(ctx context.Context, site SiteID) (int64, error) {
	changes, err := gorm.G[SiteChange](db.read).Where("site_id = ?", site).Limit(1).Find(ctx)
	if err != nil || len(changes) == 0 {
		return 0, translateError(err)
	}
	return changes[0].Sequence, nil
}
