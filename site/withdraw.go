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
	w := policies.Withdrawal{AuthorID: policies.Author(by), Reason: strings.TrimSpace(reason), WithdrawnAt: l.Now()}
	if err := l.mayWithdraw(v, w); err != nil {
		return err
	}
	err = l.db.Transaction(ctx, func(tx *models.DB) error {
		all, err := l.withdrawAll(ctx, tx, v, w)
		if err != nil {
			return err
		}
		return noted(ctx, tx, note, slugsOfVersions(all))
	})
	if err != nil {
		return err
	}
	l.catchUp(ctx)
	return nil
}

// mayWithdraw refuses a reason that will not do, and a version for which it is too late.
func (l *Site) mayWithdraw(v *Version, w policies.Withdrawal) error {
	if err := wording.CheckLine("reason", w.Reason, "Please say in one line why."); err != nil {
		return err
	}
	if because := v.Document.UntrueOf(w.Reason, l.Evidence()); because != "" {
		return validation.Errors{"reason": "This is not true: " + because}
	}
	switch left := v.EffectiveAt.Sub(w.WithdrawnAt); {
	case left <= 0 || v.Withdrawn != nil:
		return models.ErrConflict
	case left < late:
		return validation.Errors{
			"reason": "This version takes effect within a minute. It is too late to withdraw it: publish another one.",
		}
	}
	return nil
}

// withdrawAll takes back the version with those that go with it, and returns them.
func (l *Site) withdrawAll(ctx context.Context, tx *models.DB, v *Version, w policies.Withdrawal) ([]*Version, error) {
	if err := sites.Lock(ctx, tx, l.site.ID); err != nil {
		return nil, err
	}
	live, err := l.live(ctx, tx)
	if err != nil {
		return nil, err
	}
	all, err := l.withdrawal(live, v)
	if err != nil {
		return nil, err
	}
	for _, one := range all {
		of := w
		of.VersionID = one.ID
		if err := policies.Withdraw(ctx, tx, &of); err != nil {
			return nil, err
		}
		if err := l.announce(ctx, tx, one.ID); err != nil {
			return nil, err
		}
	}
	return all, nil
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

// withdrawal returns the version with those that are withdrawn with it: of the ones that were published
// in the same step as few as are needed. It refuses to withdraw what is scheduled while something that
// stays is true only with it.
func (l *Site) withdrawal(live []*Version, v *Version) ([]*Version, error) {
	all, untrue := []*Version{v}, l.untrueWithout(live, v)
	for left := untrue; len(left) > 0; left = l.untrueWithout(live, all...) {
		next := l.bestWith(live, all)
		if next == nil {
			return nil, untrue
		}
		all = append(all, next)
	}
	for _, other := range all[1:] {
		if fewer := withoutVersion(all, other); len(l.untrueWithout(live, fewer...)) == 0 {
			all = fewer
		}
	}
	return all, nil
}

// bestWith returns, of the versions that were published in the same step as these, the one without which
// the fewest sentences are untrue; nil if there is none left.
func (l *Site) bestWith(live, gone []*Version) *Version {
	var best *Version
	fewest := 0
	for _, other := range live {
		isTogether := other.PublishedAt.Equal(gone[0].PublishedAt) && other.EffectiveAt.Equal(gone[0].EffectiveAt)
		if !isTogether || slices.ContainsFunc(gone, func(g *Version) bool { return g.ID == other.ID }) {
			continue
		}
		if n := len(l.untrueWithout(live, append(slices.Clone(gone), other)...)); best == nil || n < fewest {
			best, fewest = other, n
		}
	}
	return best
}

func withoutVersion(versions []*Version, gone *Version) []*Version {
	return slices.DeleteFunc(slices.Clone(versions), func(v *Version) bool { return v.ID == gone.ID })
}

// untrueWithout are the sentences of what stays that would not be true without these.
func (l *Site) untrueWithout(live []*Version, gone ...*Version) policy.FailedClaims {
	rest := slices.DeleteFunc(slices.Clone(live), func(v *Version) bool {
		return slices.ContainsFunc(gone, func(g *Version) bool { return g.ID == v.ID })
	})
	return l.timeline(live).becomesUntrue(l.timeline(rest), gone[0].EffectiveAt)
}
