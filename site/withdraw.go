package site

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// late is how long before its moment a version can still be withdrawn: every
// instance has to hear of it in time.
const late = time.Minute

// Withdraw takes back a version that is published but not in effect yet. It
// stays in the list of versions, with the reason. What was published with it goes with it where one
// is not true without the other. It returns models.ErrConflict
// for one that is in effect or was withdrawn already, and [policy.FailedClaims] where a
// sentence that stays depends on it.
func (l *Site) Withdraw(
	ctx context.Context,
	slug string,
	number int64,
	reason string,
	by uuid.UUID,
	note func(context.Context, *models.DB, []string) error,
) error {
	v, err := l.Version(ctx, slug, number)
	if err != nil {
		return err
	}
	reason = strings.TrimSpace(reason)
	if err := wording.CheckLine("reason", reason, "Please say in one line why."); err != nil {
		return err
	}
	if because := v.Document.UntrueOf(reason, l.Evidence()); because != "" {
		return validation.Errors{"reason": "This is not true: " + because}
	}
	now := l.Now()
	switch left := v.EffectiveAt.Sub(now); {
	case left <= 0 || v.Withdrawn != nil:
		return models.ErrConflict
	case left < late:
		return validation.Errors{
			"reason": "This version takes effect within a minute. It is too late to withdraw it: publish another one.",
		}
	}
	err = l.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sites.Lock(ctx, tx, l.site.ID); err != nil {
			return err
		}
		live, err := l.live(ctx, tx)
		if err != nil {
			return err
		}
		all, err := l.withdrawal(live, v)
		if err != nil {
			return err
		}
		for _, one := range all {
			w := policies.Withdrawal{VersionID: one.ID, AuthorID: policies.Author(by), Reason: reason, WithdrawnAt: now}
			if err := policies.Withdraw(ctx, tx, &w); err != nil {
				return err
			}
			if err := l.announce(ctx, tx, one.ID); err != nil {
				return err
			}
		}
		return noted(ctx, tx, note, slugsOfVersions(all))
	})
	if err != nil {
		return err
	}
	l.catchUp(ctx)
	return nil
}

func slugsOfVersions(versions []*Version) []string {
	slugs := make([]string, len(versions))
	for i, v := range versions {
		slugs[i] = v.Document.Slug
	}
	return slugs
}

// WithdrawnWith returns the scheduled versions that are withdrawn with that one: where something would
// be untrue without it alone, those that were published in the same step.
func (l *Site) WithdrawnWith(v *Version) []*Version {
	all, err := l.withdrawal(l.Snapshot().published, v)
	if err != nil {
		return nil
	}
	return all[1:]
}

// withdrawal returns the version with those that are withdrawn with it. It refuses to withdraw what is
// scheduled while something that stays is true only with it.
func (l *Site) withdrawal(live []*Version, v *Version) ([]*Version, error) {
	untrue := l.untrueWithout(live, v)
	if len(untrue) == 0 {
		return []*Version{v}, nil
	}
	all := []*Version{v}
	for _, other := range live {
		isTogether := other.PublishedAt.Equal(v.PublishedAt) && other.EffectiveAt.Equal(v.EffectiveAt)
		if isTogether && other.ID != v.ID {
			all = append(all, other)
		}
	}
	if len(l.untrueWithout(live, all...)) > 0 {
		return nil, untrue
	}
	return all, nil
}

// untrueWithout are the sentences of what stays that would not be true without these.
func (l *Site) untrueWithout(live []*Version, gone ...*Version) policy.FailedClaims {
	rest := slices.DeleteFunc(slices.Clone(live), func(v *Version) bool {
		return slices.ContainsFunc(gone, func(g *Version) bool { return g.ID == v.ID })
	})
	return l.timeline(live).becomesUntrue(l.timeline(rest), gone[0].EffectiveAt)
}
