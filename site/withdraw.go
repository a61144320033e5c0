package site

import (
	"context"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy/wording"
	"github.com/prokken/prokken/validation"
)

// late is how long before its moment a version can still be withdrawn: every
// instance has to hear of it in time.
const late = time.Minute

// Withdraw takes back a version that is published but not in effect yet. It
// stays in the list of versions, with the reason. It returns models.ErrConflict
// for one that is in effect or was withdrawn already, and [policy.FailedClaims] where a
// sentence that stays depends on it.
func (l *Site) Withdraw(
	ctx context.Context,
	slug string,
	number int64,
	reason string,
	by uuid.UUID,
	note func(context.Context, *models.DB) error,
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
		if err := l.mayWithdraw(ctx, tx, v); err != nil {
			return err
		}
		if err := policies.Withdraw(ctx, tx, &policies.Withdrawal{VersionID: v.ID, AuthorID: policies.Author(by), Reason: reason, WithdrawnAt: now}); err != nil {
			return err
		}
		if err := l.announce(ctx, tx, v.ID); err != nil {
			return err
		}
		return noted(ctx, tx, note)
	})
	if err != nil {
		return err
	}
	l.catchUp(ctx)
	return nil
}

// mayWithdraw: what is scheduled after it may say what only it makes true.
func (l *Site) mayWithdraw(ctx context.Context, tx *models.DB, v *Version) error {
	live, err := l.live(ctx, tx)
	if err != nil {
		return err
	}
	var rest []*Version
	for _, other := range live {
		if other.ID != v.ID {
			rest = append(rest, other)
		}
	}
	if untrue := l.timeline(live).becomesUntrue(l.timeline(rest), v.EffectiveAt); len(untrue) > 0 {
		return untrue
	}
	return nil
}
