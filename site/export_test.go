package site

import (
	"context"
	"io/fs"
	"time"
)

// Import brings policies into a site as version 1, as its first opening does.
func (l *Site) Import(ctx context.Context, shipped fs.FS) error { return l.importMissing(ctx, shipped) }

// Held is how many sites of customers are held.
func (r *Registry) Held() int { return len(r.held) }

// CalendarIn returns a calendar of the zone for tests.
func CalendarIn(zone *time.Location) *Calendar { return &Calendar{zone: zone} }
