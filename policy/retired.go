package policy

import "context"

// Retired are the anchors that a policy ever had: none is given to another
// section.
func (l *Library) Retired(ctx context.Context, slug string) ([]string, error) {
	p, err := l.db.PolicyBySlug(ctx, l.site.ID, slug)
	if err != nil {
		return nil, err
	}
	return l.db.AnchorsOf(ctx, p.ID)
}
