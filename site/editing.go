package site

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models/policies"
)

// Editing are the addresses of those, but for the one who asks, who had the
// policy's editor open lately.
func (l *Site) Editing(ctx context.Context, slug string, lately time.Duration, but uuid.UUID) ([]string, error) {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return nil, err
	}
	editors, err := l.editors(ctx, l.db, p.ID)
	var there []string
	for _, e := range editors {
		if e.UserID != but && l.Now().Sub(e.SeenAt) < lately {
			there = append(there, e.Email)
		}
	}
	return there, err
}
