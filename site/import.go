package site

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
)

// shippedDay is the date of the texts as first shipped.
const shippedDay = "2026-04-16"

// order is how the policies are listed; others follow by name.
var order = []string{policy.CookiePolicy, "privacy-policy", "terms", "refund-policy"}

// The files of the shipped folder that are no policies: what cookies of a name are usually
// for, and what was confirmed of the sentences of the policies.
const (
	KnownCookies  = "known-cookies.yaml"
	Confirmations = "confirmations.yaml"
)

// IsDocument reports whether the file of the shipped folder is a policy.
func IsDocument(file string) bool { return file != KnownCookies && file != Confirmations }

// ShippedConfirmations reads what was confirmed of the shipped policies, by their slugs.
func ShippedConfirmations(shipped fs.FS) (map[string]policy.Confirmations, error) {
	text, err := fs.ReadFile(shipped, Confirmations)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil //nolint:nilnil // nothing is confirmed
	}
	if err != nil {
		return nil, err
	}
	return policy.ParseConfirmations(text)
}

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
		return !IsDocument(file) || slices.Contains(have, strings.TrimSuffix(file, ".yaml"))
	})
	if len(files) == 0 {
		return nil
	}
	return l.importAll(ctx, shipped, files)
}

// importAll stores the files as version 1, if all of them hold.
func (l *Site) importAll(ctx context.Context, shipped fs.FS, files []string) error {
	documents, err := readAll(shipped, files)
	if err != nil {
		return err
	}
	confirmed, err := ShippedConfirmations(shipped)
	if err != nil {
		return err
	}
	live, err := l.checkShipped(ctx, documents)
	if err != nil {
		return err
	}
	for _, d := range documents {
		if err := l.importFirst(ctx, d, live, confirmed[d.Slug]); err != nil && !errors.Is(err, models.ErrConflict) {
			return fmt.Errorf("import %s: %w", d.Slug, err)
		}
	}
	return nil
}

// checkShipped: nothing untrue is put into effect, shipped or not. The cookies
// are those of the shipped Cookie Policy, or, where there is one already, of that. It returns
// the versions that are live then.
func (l *Site) checkShipped(ctx context.Context, documents []policy.Document) ([]*Version, error) {
	live, err := l.live(ctx, l.db)
	if err != nil {
		return nil, err
	}
	now, then := l.Now(), l.timeline(live)
	for _, d := range documents {
		then = then.with(now, d)
	}
	for _, failure := range then.untrueAt(now) {
		if slices.ContainsFunc(documents, func(d policy.Document) bool { return d.Slug == failure.Slug }) {
			return nil, policy.FailedClaims{failure}
		}
	}
	return then.versions, then.checkShippedLinks(documents, now)
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

func (l *Site) importFirst(
	ctx context.Context,
	d policy.Document,
	live []*Version,
	confirmed policy.Confirmations,
) error {
	text, hash, err := d.Canonical()
	if err != nil {
		return err
	}
	bases, open := d.Bases(l.timeline(live).evidenceAt(l.Now()), confirmed)
	if len(open) > 0 {
		return open
	}
	position := slices.Index(order, d.Slug)
	if position < 0 {
		position = len(order)
	}
	day, err := time.ParseInLocation(time.DateOnly, shippedDay, l.Zone)
	if err != nil {
		return err
	}
	at := day // the texts were public before this program served them
	p := &policies.Policy{ID: models.NewID(), SiteID: l.site.ID, Slug: d.Slug, Position: int64(position)}
	first := &policies.Version{
		ID: models.NewID(), Number: new(int64(1)), State: policies.Published, Document: text, SHA256: hash,
		Materiality: policies.Editorial,
		Summary:     "First version.", PublishedOn: new(shippedDay), PublishedAt: &at, EffectiveAt: &at,
	}
	if err := l.Records.Seal(first, d.Slug, "", l.printedWith(live, d, bases)); err != nil {
		return err
	}
	return l.db.Transaction(ctx, func(tx *models.DB) error {
		if err := policies.Create(ctx, tx, p, first); err != nil {
			return err
		}
		if err := policies.SaveConfirmations(ctx, tx, shippedRows(p.ID, bases)); err != nil {
			return err
		}
		return policies.SaveAnchors(ctx, tx, p.ID, d.Anchors())
	})
}

// shippedRows are what was confirmed of the sentences, as it is stored.
func shippedRows(policyID uuid.UUID, bases []policy.SentenceBasis) []policies.Confirmation {
	var rows []policies.Confirmation
	for _, b := range bases {
		isStored := func(row policies.Confirmation) bool { return b.Confirmed != nil && row.Key == b.Confirmed.Key }
		if b.Confirmed == nil || slices.ContainsFunc(rows, isStored) {
			continue
		}
		at, _ := time.Parse(time.RFC3339, b.Confirmed.At) // as it was read
		rows = append(rows, policies.Confirmation{
			PolicyID: policyID, Key: b.Confirmed.Key, Says: b.Says, As: b.Confirmed.As, By: b.Confirmed.By, ConfirmedAt: at,
		})
	}
	return rows
}
