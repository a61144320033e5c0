package site

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
)

// Status is where a published version stands at a moment.
type Status string

// The statuses of a version.
const (
	Scheduled  Status = "scheduled" // takes effect later
	InEffect   Status = "in_effect"
	Superseded Status = "superseded"
	Withdrawn  Status = "withdrawn" // before it took effect
)

// Status returns where the version stands.
func (v Version) Status(now time.Time) Status {
	switch {
	case v.Withdrawn != nil:
		return Withdrawn
	case v.EffectiveAt.After(now):
		return Scheduled
	case v.SupersededAt != nil && !v.SupersededAt.After(now):
		return Superseded
	}
	return InEffect
}

// readSuperseded notes with versions of one policy, newest first, when the next
// one that was not withdrawn takes effect.
func (h *History) readSuperseded(ctx context.Context, versions []Version) error {
	if len(versions) == 0 {
		return nil
	}
	var next *time.Time
	above, err := policies.NextNotWithdrawn(ctx, h.db, versions[0].policyID, versions[0].Number)
	switch {
	case err == nil:
		next = new(detailsOf(above).EffectiveAt)
	case !errors.Is(err, models.ErrNotFound):
		return err
	}
	for i := range versions {
		versions[i].SupersededAt = next
		if versions[i].Withdrawn == nil {
			next = &versions[i].EffectiveAt
		}
	}
	return nil
}

// readHistory notes with a version what its list of changes shows: the newest
// versions up to it that were not withdrawn.
func (h *History) readHistory(ctx context.Context, v *Version) error {
	newest := 0
	for _, b := range v.Document.Blocks() {
		if list, isList := b.Content.(block.ChangeList); isList {
			newest = max(newest, list.Newest)
		}
	}
	if newest == 0 {
		return nil
	}
	rows, err := policies.NotWithdrawn(ctx, h.db, v.policyID, v.Number+1, newest)
	for _, row := range rows {
		v.History = append(v.History, detailsOf(row))
	}
	return err
}

// Newest are the versions of all policies that were published last, newest
// first: as many as [NewestVersions]. Of their documents only slug and title are
// there, as they are today.
func (l *Site) Newest(ctx context.Context) ([]Version, error) {
	var all []Version
	for _, current := range l.Snapshot().Policies {
		versions, err := l.Versions(ctx, current.Document.Slug, 0)
		if err != nil {
			return nil, err
		}
		for i := range versions {
			versions[i].Document = policy.Document{Slug: current.Document.Slug, Title: current.Document.Title}
		}
		all = append(all, versions...)
	}
	slices.SortStableFunc(all, func(a, b Version) int {
		return cmp.Or(
			b.PublishedAt.Compare(a.PublishedAt),
			cmp.Compare(a.Document.Slug, b.Document.Slug),
			cmp.Compare(b.Number, a.Number),
		)
	})
	return all[:min(len(all), NewestVersions)], nil
}
