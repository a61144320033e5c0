package site

import (
	"context"

	"github.com/prokken/prokken/models/policies"
)

// Retired are the anchors that a policy ever had: none is given to another
// section.
func (l *Site) Retired(ctx context.Context, slug string) ([]string, error) {
	p, err := policies.BySlug(ctx, l.db, l.site.ID, slug)
	if err != nil {
		return nil, err
	}
	return policies.AnchorsOf(ctx, l.db, p.ID)
}
