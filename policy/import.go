package policy

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/models"
)

// shippedDay is the date of the texts as first shipped.
const shippedDay = "2026-04-16"

// order is how the policies are listed; others follow by name.
var order = []string{CookiePolicy, "privacy-policy", "terms", "refund-policy"}

// importMissing stores as version 1 what the site does not have yet of the
// documents shipped in the folder. Another instance may do the same at the same
// moment: one of them wins.
func (l *Library) importMissing(ctx context.Context, shipped fs.FS) error {
	have, err := l.db.PolicySlugs(ctx, l.site)
	if err != nil {
		return err
	}
	files, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(file string) bool { return slices.Contains(have, strings.TrimSuffix(file, ".yaml")) })
	documents, err := readAll(shipped, files)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if err := l.importFirst(ctx, d); err != nil && !errors.Is(err, models.ErrConflict) {
			return fmt.Errorf("import %s: %w", d.Slug, err)
		}
	}
	return nil
}

// readAll reads the files at once: a first visitor waits for them.
func readAll(folder fs.FS, files []string) ([]Document, error) {
	documents := make([]Document, len(files))
	var group errgroup.Group
	for i, file := range files {
		group.Go(func() (err error) {
			documents[i], err = readFile(folder, file)
			return err
		})
	}
	return documents, group.Wait()
}

func readFile(folder fs.FS, file string) (Document, error) {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return Document{}, err
	}
	d, err := ParseYAML(text)
	if err == nil && d.Slug+".yaml" != file {
		err = fmt.Errorf("the slug %s does not fit the file's name", d.Slug)
	}
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

func (l *Library) importFirst(ctx context.Context, d Document) error {
	text, hash, err := d.canonical()
	if err != nil {
		return err
	}
	position := slices.Index(order, d.Slug)
	if position < 0 {
		position = len(order)
	}
	now := models.Now()
	p := &models.Policy{ID: models.NewID(), SiteID: l.site, Slug: d.Slug, Position: int64(position)}
	return l.db.CreatePolicy(ctx, p, &models.PolicyVersion{
		ID: models.NewID(), Number: new(int64(1)), State: models.Published, Document: text, SHA256: hash,
		Summary: "First version.", PublishedOn: new(shippedDay), PublishedAt: &now,
	})
}

// Today is the calendar day in the site's own zone.
func (l *Library) Today() time.Time {
	year, month, day := time.Now().In(l.zone).Date()
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}
