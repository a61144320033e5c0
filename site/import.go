package site

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
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// shippedDay is the date of the texts as first shipped.
const shippedDay = "2026-04-16"

// order is how the policies are listed; others follow by name.
var order = []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"}

// KnownCookies is the one file of the shipped folder that is no policy: what
// cookies of a name are usually for.
const KnownCookies = "known-cookies.yaml"

// importMissing stores as version 1 what the site does not have yet of the
// documents shipped in the folder. Another instance may do the same at the same
// moment: one of them wins.
func (l *Site) importMissing(ctx context.Context, shipped fs.FS) error {
	have, err := policies.Slugs(ctx, l.db, l.site.ID)
	if err != nil {
		return err
	}
	files, err := fs.Glob(shipped, "*.yaml")
	if err != nil {
		return err
	}
	files = slices.DeleteFunc(files, func(file string) bool {
		return file == KnownCookies || slices.Contains(have, strings.TrimSuffix(file, ".yaml"))
	})
	documents, err := readAll(shipped, files)
	if err != nil {
		return err
	}
	if err := l.checkShipped(ctx, documents); err != nil {
		return err
	}
	for _, d := range documents {
		if err := l.importFirst(ctx, d); err != nil && !errors.Is(err, models.ErrConflict) {
			return fmt.Errorf("import %s: %w", d.Slug, err)
		}
	}
	return nil
}

// checkShipped: nothing untrue is put into effect, shipped or not. The cookies
// are those of the shipped Cookie Policy, or, where there is one already, of that.
func (l *Site) checkShipped(ctx context.Context, documents []policy.Document) error {
	live, err := l.live(ctx, l.db)
	if err != nil {
		return err
	}
	for _, d := range documents {
		live = withCandidate(live, d, l.Now())
	}
	for _, failure := range l.untrueAt(live, l.Now()) {
		if slices.ContainsFunc(documents, func(d policy.Document) bool { return d.Slug == failure.Slug }) {
			return policy.FailedClaims{failure}
		}
	}
	return nil
}

// readAll reads the files at once: a first visitor waits for them.
func readAll(folder fs.FS, files []string) ([]policy.Document, error) {
	documents := make([]policy.Document, len(files))
	var group errgroup.Group
	for i, file := range files {
		group.Go(func() (err error) {
			documents[i], err = readFile(folder, file)
			return err
		})
	}
	return documents, group.Wait()
}

func readFile(folder fs.FS, file string) (policy.Document, error) {
	text, err := fs.ReadFile(folder, file)
	if err != nil {
		return policy.Document{}, err
	}
	d, err := policy.ParseYAML(text)
	if err == nil && d.Slug+".yaml" != file {
		err = fmt.Errorf("the slug %s does not fit the file's name", d.Slug)
	}
	if err != nil {
		return d, fmt.Errorf("%s: %w", file, err)
	}
	return d, nil
}

func (l *Site) importFirst(ctx context.Context, d policy.Document) error {
	text, hash, err := d.Canonical()
	if err != nil {
		return err
	}
	position := slices.Index(order, d.Slug)
	if position < 0 {
		position = len(order)
	}
	day, err := time.ParseInLocation(time.DateOnly, shippedDay, l.Zone)
	if err != nil {
		return err
	}
	at := day.UTC() // the texts were public before this program served them
	p := &policies.Policy{ID: models.NewID(), SiteID: l.site.ID, Slug: d.Slug, Position: int64(position)}
	first := &policies.Version{
		ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: text, SHA256: hash,
		Materiality: policies.Editorial,
		Summary:     "First version.", PublishedOn: new(shippedDay), PublishedAt: &at, EffectiveAt: &at,
	}
	if err := seal(l.Signer, first, l.site.Address, d.Slug, "", nil); err != nil {
		return err
	}
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		if err := policies.Create(ctx, tx, p, first); err != nil {
			return err
		}
		return policies.SaveAnchors(ctx, tx, p.ID, d.Anchors())
	})
}
