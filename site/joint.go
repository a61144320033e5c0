package site

import (
	"context"
	"slices"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/wording"
)

// Joint is the draft of a policy, first, and those of the other policies of the site in which it makes
// a sentence untrue: they are published with it, so that at no moment anything is untrue.
type Joint []Draft

// Joint returns what there is to edit of the policy, and of those that go with it.
func (l *Site) Joint(ctx context.Context, slug string) (Joint, error) {
	draft, err := l.Draft(ctx, slug)
	all := Joint{draft}
	for again := true; again && err == nil; {
		again = false
		for _, other := range all.missing(l.Untrue(all.Documents()...)) {
			if draft, err = l.Draft(ctx, other); err != nil {
				return all, err
			}
			all, again = append(all, draft), true
		}
	}
	return all, err
}

// missing are the policies of the sentences that are not among these.
func (j Joint) missing(untrue policy.FailedClaims) []string {
	known := slugsOf(j.Documents())
	var missing []string
	for _, f := range untrue {
		if !slices.Contains(known, f.Slug) && !slices.Contains(missing, f.Slug) {
			missing = append(missing, f.Slug)
		}
	}
	return missing
}

// Documents are those of the drafts.
func (j Joint) Documents() []policy.Document {
	documents := make([]policy.Document, len(j))
	for i, d := range j {
		documents[i] = d.Document
	}
	return documents
}

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

// pending locks the drafts of a publication, and reads them.
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
		if one.draft, err = l.draft(ctx, tx, one.Slug); err == nil {
			one.impact = l.Impact(one.draft)
		}
		return err
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
