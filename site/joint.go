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
type Joint struct {
	Drafts []Draft
	Untrue policy.FailedClaims // what would not be true were they published together now
}

// Joint returns the draft with those that go with it.
func (l *Site) Joint(ctx context.Context, draft Draft) (Joint, error) {
	all, err := l.affected(ctx, draft)
	isOwn := func(f policy.FailedClaim) bool { return f.Slug == draft.Document.Slug }
	if err != nil || !slices.ContainsFunc(all.Untrue, isOwn) {
		return all, err
	}
	return l.withCause(ctx, all)
}

// affected returns the draft with those in which it makes a sentence untrue.
func (l *Site) affected(ctx context.Context, draft Draft) (Joint, error) {
	all := l.jointOf(draft)
	for missing := all.missing(); len(missing) > 0; missing = all.missing() {
		for _, slug := range missing {
			other, err := l.Draft(ctx, slug)
			if err != nil {
				return all, err
			}
			all.Drafts = append(all.Drafts, other)
		}
		all = l.jointOf(all.Drafts...)
	}
	return all, nil
}

func (l *Site) jointOf(drafts ...Draft) Joint {
	all := Joint{Drafts: drafts}
	all.Untrue = l.Untrue(all.Documents()...)
	return all
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
		cause, err := l.affected(ctx, draft)
		if err != nil {
			return all, err
		}
		if slices.Contains(cause.Slugs(), all.Slugs()[0]) {
			return l.jointOf(all.and(cause)...), nil
		}
	}
	return all, nil
}

// and are the drafts with those of the other that are not there yet.
func (j Joint) and(other Joint) []Draft {
	all := j.Drafts
	for _, draft := range other.Drafts {
		if !slices.Contains(j.Slugs(), draft.Document.Slug) {
			all = append(all, draft)
		}
	}
	return all
}

// missing are the policies with untrue sentences that are not among these.
func (j Joint) missing() []string {
	known := j.Slugs()
	var missing []string
	for _, f := range j.Untrue {
		if !slices.Contains(known, f.Slug) && !slices.Contains(missing, f.Slug) {
			missing = append(missing, f.Slug)
		}
	}
	return missing
}

// Slugs are those of the policies.
func (j Joint) Slugs() []string { return slugsOf(j.Documents()) }

// Documents are those of the drafts.
func (j Joint) Documents() []policy.Document {
	documents := make([]policy.Document, len(j.Drafts))
	for i, d := range j.Drafts {
		documents[i] = d.Document
	}
	return documents
}

// JointImpact returns what the drafts mean for people together: the heaviest decides.
func (l *Site) JointImpact(j Joint) Impact {
	all := l.Impact(j.Drafts[0])
	for _, draft := range j.Drafts[1:] {
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

// HasOtherChanges reports whether the draft holds more than changes of the blocks in which the draft of
// the policy cause makes a sentence untrue.
func (l *Site) HasOtherChanges(draft, cause Draft) bool {
	return draft.hasMore(draft.Basis.Document, l.Untrue(cause.Document))
}

// hasMore reports whether the draft is another document than that one with its blocks that hold the
// sentences. What nobody can see makes none another.
func (d Draft) hasMore(without policy.Document, untrue policy.FailedClaims) bool {
	for _, f := range untrue {
		if f.Slug == without.Slug {
			without = without.WithBlockOf(d.Document, f.UID)
		}
	}
	_, old, err := without.Normalized().Canonical()
	_, now, errNow := d.Document.Normalized().Canonical()
	return err != nil || errNow != nil || old != now
}

// CauseOf returns the other draft of these that makes sentences of the draft's policy untrue; false if
// none does.
func (l *Site) CauseOf(draft Draft, j Joint) (Draft, bool) {
	slug := draft.Document.Slug
	isOfIt := func(f policy.FailedClaim) bool { return f.Slug == slug }
	for _, other := range j.Drafts {
		if other.Document.Slug != slug && slices.ContainsFunc(l.Untrue(other.Document), isOfIt) {
			return other, true
		}
	}
	return Draft{}, false
}

// SuggestedSummary says in one line what the draft changes; "" where that takes more than the program
// can say, or it would be refused.
func (l *Site) SuggestedSummary(draft Draft, j Joint) string {
	if !draft.ChangesSomething() {
		return ""
	}
	summary := l.cookieSummary(draft)
	if cause, found := l.CauseOf(draft, j); found && !l.HasOtherChanges(draft, cause) {
		summary = "Brought in line with “" + cause.Document.Title + "”."
	}
	if checkSummary(draft.Document, summary, l.EvidenceWith(j.Documents()...)) != nil {
		return ""
	}
	return summary
}

// cookieSummary says which cookies are new, where nothing else changes but what they make untrue.
func (l *Site) cookieSummary(draft Draft) string {
	summary := draft.Document.Summary(draft.Basis.Document)
	if draft.Basis.Number == 0 || summary == "" {
		return summary
	}
	cookiesAlone := draft.Basis.Document
	cookiesAlone.Cookies = draft.Document.Cookies
	if draft.hasMore(cookiesAlone, l.Untrue(cookiesAlone)) {
		return ""
	}
	return summary
}
