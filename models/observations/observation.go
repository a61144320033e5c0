// Package observations holds what audits saw on sites: each cookie, store and request with when it
// was seen first and last. audit/schedule writes it; start reading at [Observation].
package observations

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Observation is one thing that audits saw on a site.
type Observation struct {
	SiteID      models.SiteID `gorm:"primaryKey"`
	Kind        string        `gorm:"primaryKey"` // cookie, local_storage, ..., request, other
	Name        string        `gorm:"primaryKey"`
	Host        string        `gorm:"primaryKey"`
	Path        string        `gorm:"primaryKey"`
	Attributes  string        // in words, as last seen
	Setter      string        // the address of what set it; "": not known
	States      string        // the journeys on which it was seen last, JSON
	FirstSeenAt time.Time
	LastSeenAt  time.Time
	LastAuditID uuid.UUID
}

// Save stores what an audit saw. What was seen before keeps its first time.
func Save(ctx context.Context, db *models.DB, seen []Observation) error {
	if len(seen) == 0 {
		return nil
	}
	key := []clause.Column{{Name: "site_id"}, {Name: "kind"}, {Name: "name"}, {Name: "host"}, {Name: "path"}}
	again := clause.AssignmentColumns([]string{"attributes", "setter", "states", "last_seen_at", "last_audit_id"})
	write := models.Table[Observation](db.Writer, clause.OnConflict{Columns: key, DoUpdates: again})
	return models.TranslateError(write.CreateInBatches(ctx, &seen, 100))
}

// List returns at most n things seen on a site, those seen last first.
func List(ctx context.Context, db *models.DB, site models.SiteID, n int) ([]Observation, error) {
	all, err := models.Table[Observation](db.Reader).Where("site_id = ?", site).
		Order("last_seen_at DESC, kind, name, host, path").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}
