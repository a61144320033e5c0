package policy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"time"

	"github.com/prokken/prokken/models"
)

// Shipped is a document that comes with the program.
type Shipped struct {
	Document Document
	Day      string // the date that version 1 carries, as 2026-04-16
}

// shippedDay is the date of the texts as first shipped.
const shippedDay = "2026-04-16"

// order is how the policies are listed; others follow by name.
var order = []string{CookiePolicy, "privacy-policy", "terms", "refund-policy"}

// ReadShipped reads all documents of the folder.
func ReadShipped(folder fs.FS) ([]Shipped, error) {
	files, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	var shipped []Shipped
	for _, file := range files {
		text, err := fs.ReadFile(folder, file)
		if err != nil {
			return nil, err
		}
		d, err := ParseYAML(text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		shipped = append(shipped, Shipped{Document: d, Day: shippedDay})
	}
	return shipped, nil
}

// importMissing stores as version 1 what the site does not have yet. Another
// instance may do the same at the same moment: one of them wins.
func (l *Library) importMissing(ctx context.Context, shipped []Shipped) error {
	have, err := l.db.PolicySlugs(ctx, l.site)
	if err != nil {
		return err
	}
	for _, s := range shipped {
		if slices.Contains(have, s.Document.Slug) {
			continue
		}
		if err := l.importFirst(ctx, s); err != nil && !errors.Is(err, models.ErrConflict) {
			return fmt.Errorf("import %s: %w", s.Document.Slug, err)
		}
	}
	return nil
}

func (l *Library) importFirst(ctx context.Context, s Shipped) error {
	text, hash, err := s.Document.canonical()
	if err != nil {
		return err
	}
	position := slices.Index(order, s.Document.Slug)
	if position < 0 {
		position = len(order)
	}
	now := models.Now()
	p := &models.Policy{ID: models.NewID(), SiteID: l.site, Slug: s.Document.Slug, Position: int64(position)}
	return l.db.CreatePolicy(ctx, p, &models.PolicyVersion{
		ID: models.NewID(), Number: new(int64(1)), State: models.Published, Document: text, SHA256: hash,
		Summary: "First version.", Lock: 1, PublishedOn: &s.Day, PublishedAt: &now,
	})
}

// Today is the calendar day in the site's own zone.
func (l *Library) Today() time.Time {
	year, month, day := time.Now().In(l.zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
