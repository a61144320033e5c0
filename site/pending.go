package site

import (
	"context"
	"fmt"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
)

// ErrNoDraft is the conflict that there is no draft of a policy that was to be published with another.
var ErrNoDraft = fmt.Errorf("%w: the policy has no draft", models.ErrConflict)

// Companion is the draft of another policy of the site that is published with one: with a summary of
// its own, as heavy, and at the same moment.
type Companion struct{ Slug, Read, Summary string }

// OfPolicy says of which policy something is wrong, where several are published together.
type OfPolicy struct {
	Slug string
	Err  error
}

// Error is what is wrong.
func (o *OfPolicy) Error() string { return o.Err.Error() }

// Unwrap returns what is wrong.
func (o *OfPolicy) Unwrap() error { return o.Err }

// pending is a draft that is to be published or approved, as the transaction sees it.
type pending struct {
	Publication
	policy      policies.Policy
	draft       Draft
	impact      Impact
	isCompanion bool
}

// pending locks the drafts of a publication, and reads them; [ErrNoDraft] for a companion without one.
func (l *Site) pending(ctx context.Context, tx *models.DB, p Publication) ([]pending, error) {
	all := []pending{{Publication: p}}
	for _, c := range p.With {
		one := p
		one.Slug, one.Read, one.Summary = c.Slug, c.Read, c.Summary
		all = append(all, pending{Publication: one, isCompanion: true})
	}
	slugs := make([]string, len(all))
	for i, one := range all {
		slugs[i] = one.Slug
	}
	locked, err := policies.LockAll(ctx, tx, l.site.ID, slugs...)
	if err != nil {
		return nil, err
	}
	return all, each(all, func(i int) (err error) {
		one := &all[i]
		one.policy, one.Summary = locked[one.Slug], wording.Normalize(one.Summary)
		one.draft, err = l.draft(ctx, tx, one.Slug)
		switch {
		case err != nil:
			return err
		case one.isCompanion && !one.draft.Saved:
			return ErrNoDraft
		}
		one.impact = l.Impact(one.draft)
		return nil
	})
}

func documentsOf(all []pending) []policy.Document {
	documents := make([]policy.Document, len(all))
	for i, one := range all {
		documents[i] = one.draft.Document
	}
	return documents
}

// each does something for every draft, and says with which it failed.
func each(all []pending, do func(i int) error) error {
	for i, one := range all {
		if err := do(i); err != nil {
			return &OfPolicy{one.Slug, err}
		}
	}
	return nil
}
