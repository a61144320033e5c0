package site

import (
	"context"
	"io/fs"
	"time"

	"github.com/prokken/prokken/policy"
)

// Import brings policies into a site as version 1, as its first opening does.
func (l *Site) Import(ctx context.Context, shipped fs.FS) error { return l.importMissing(ctx, shipped) }

// Held is how many sites of customers are held.
func (r *Registry) Held() int { return len(r.held) }

// CalendarIn returns a calendar of the zone for tests.
func CalendarIn(zone *time.Location) *Calendar { return &Calendar{zone: zone} }

// UntrueWithout are the sentences that would not be true without that version alone.
func (l *Site) UntrueWithout(v *Version) policy.FailedClaims {
	return l.untrueWithout(l.Snapshot().published, v)
}

// Mended are the documents with the edits that [Site.MendAll] takes.
func (l *Site) Mended(ctx context.Context, documents []policy.Document) ([]policy.Document, error) {
	return l.mended(ctx, documents)
}
