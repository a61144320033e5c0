package site

import (
	"context"
	"maps"
	"slices"

	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/weight"
)

// Joint is the draft of a policy, first, and those of the other policies of the site that have to be
// published with it, so that at no moment anything is untrue: the ones in which it makes a sentence
// untrue, or the one without which its own are.
type Joint []Draft

// Joint returns the draft with those that go with it.
func (l *Site) Joint(ctx context.Context, draft Draft) (Joint, error) {
	all, err := l.affected(ctx, draft)
	isOwn := func(f policy.FailedClaim) bool { return f.Slug == draft.Document.Slug }
	if err != nil || !slices.ContainsFunc(l.Untrue(all.Documents()...), isOwn) {
		return all, err
	}
	return l.withCause(ctx, all)
}

// affected returns the draft with those in which it makes a sentence untrue.
func (l *Site) affected(ctx context.Context, draft Draft) (Joint, error) {
	all := Joint{draft}
	for again := true; again; {
		again = false
		for _, slug := range all.missing(l.Untrue(all.Documents()...)) {
			other, err := l.Draft(ctx, slug)
			if err != nil {
				return all, err
			}
			all, again = append(all, other), true
		}
	}
	return all, nil
}

// withCause adds the draft of another policy that makes sentences of the first one untrue: what the
// first one says may be true with it alone.
func (l *Site) withCause(ctx context.Context, all Joint) (Joint, error) {
	drafts, err := l.Drafts(ctx)
	if err != nil {
		return all, err
	}
	for _, slug := range slices.Sorted(maps.Keys(drafts)) {
		if slices.Contains(all.Slugs(), slug) {
			continue
		}
		draft, err := l.Draft(ctx, slug)
		if err != nil {
			return all, err
		}
		if cause, err := l.affected(ctx, draft); err != nil || slices.Contains(cause.Slugs(), all.Slugs()[0]) {
			return all.and(cause), err
		}
	}
	return all, nil
}

// and adds those drafts that are not there yet.
func (j Joint) and(others Joint) Joint {
	for _, other := range others {
		if !slices.Contains(j.Slugs(), other.Document.Slug) {
			j = append(j, other)
		}
	}
	return j
}

// Slugs are those of the policies.
func (j Joint) Slugs() []string { return slugsOf(j.Documents()) }

// JointImpact returns what the drafts mean for people together: the heaviest decides.
func (l *Site) JointImpact(j Joint) Impact {
	all := l.Impact(j[0])
	for _, draft := range j[1:] {
		one := l.Impact(draft)
		all.Lost = append(all.Lost, one.Lost...)
		all.Weight.Least = weight.Materiality(one.Raise(all.Least()))
		for _, reason := range one.Weight.Reasons {
			reason.Words = draft.Document.Title + ": " + reason.Words
			all.Weight.Reasons = append(all.Weight.Reasons, reason)
		}
	}
	return all
}

// missing are the policies of the sentences that are not among these.
func (j Joint) missing(untrue policy.FailedClaims) []string {
	known := j.Slugs()
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

// HasOtherChanges reports whether the draft holds more than changes of the blocks in which the draft of
// the policy cause makes a sentence untrue.
func (l *Site) HasOtherChanges(draft Draft, cause Draft) bool {
	without := draft.Basis.Document
	for _, f := range l.Untrue(cause.Document) {
		if f.Slug == without.Slug {
			without = without.WithBlockOf(draft.Document, f.UID)
		}
	}
	_, hash, err := without.Canonical()
	return err != nil || hash != draft.Read
}
