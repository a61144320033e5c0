package site

import (
	"context"
	"slices"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// Untrue are the claims that would not hold if the documents were published together now:
// their own, and those of the other policies that they would make untrue, at any
// moment from their effect on, with all that is scheduled. The first is the one that is looked at.
func (l *Site) Untrue(documents ...policy.Document) policy.FailedClaims {
	published, at := l.Snapshot().published, l.Now()
	for _, v := range published {
		if slices.Contains(slugsOf(documents), v.Document.Slug) && v.EffectiveAt.After(at) {
			at = v.EffectiveAt // no version takes effect before an earlier one
		}
	}
	return l.timeline(published).untrueFrom(at, documents...)
}

// NotYet are claims that do not hold yet, and do from a moment on: with what is scheduled then.
type NotYet struct {
	policy.FailedClaims
	From time.Time
}

// Unwrap returns the claims.
func (n *NotYet) Unwrap() error { return n.FailedClaims }

// refuse returns what would be untrue if the documents took effect together at that moment: [NotYet]
// where they could later, and not before the earliest that the calendar allows.
func (t timeline) refuse(at, earliest time.Time, documents ...policy.Document) error {
	untrue := t.untrueFrom(at, documents...)
	if len(untrue) == 0 {
		return nil
	}
	for _, next := range t.at(at).Upcoming {
		from := next.EffectiveAt
		if from.Before(earliest) {
			from = earliest
		}
		if !t.hasLater(from, documents) && len(t.untrueFrom(from, documents...)) == 0 {
			return &NotYet{untrue, from}
		}
	}
	return untrue
}

// hasLater reports whether a version of one of the documents takes effect after that moment: no other
// does so before it.
func (t timeline) hasLater(at time.Time, documents []policy.Document) bool {
	return slices.ContainsFunc(t.versions, func(v *Version) bool {
		return v.EffectiveAt.After(at) && slices.Contains(slugsOf(documents), v.Document.Slug)
	})
}

// EvidenceWith is what would be true were the documents published now, together.
func (l *Site) EvidenceWith(documents ...policy.Document) claim.Evidence {
	now := l.Now()
	return l.timeline(l.Snapshot().published).with(now, documents...).evidenceAt(now)
}

// AllUntrue are the sentences of what is in effect or scheduled that do not hold,
// at some moment from now on, with every integration that is configured.
func (l *Site) AllUntrue() policy.FailedClaims {
	return l.timeline(l.Snapshot().published).untrue(l.Now())
}

// live returns the versions that are in effect or scheduled, as the transaction
// sees them.
func (l *Site) live(ctx context.Context, tx *models.DB) ([]*Version, error) {
	rows, err := policies.CurrentVersions(ctx, tx, l.site.ID, l.Now())
	if err != nil {
		return nil, err
	}
	versions := make([]*Version, len(rows))
	for i, row := range rows {
		if versions[i], err = versionOf(row); err != nil {
			return nil, err
		}
	}
	return versions, nil
}

// untrue are the sentences in effect that do not hold with these integrations.
func (s *Snapshot) untrue(integrations []claim.Integration) policy.FailedClaims {
	var all policy.FailedClaims
	for _, v := range s.Policies {
		for _, failure := range v.Document.Check(s.evidence(integrations)) {
			failure.Policy = v.Document.Title
			all = append(all, failure)
		}
	}
	return all
}

// admit chooses the integrations that pages may load: those that make no sentence
// in effect untrue. The policy decides, whatever the configuration names.
func (s *Snapshot) admit(all []claim.Integration) (admitted, refused []claim.Integration) {
	if len(all) == 0 { // every sentence is read for each question below
		return nil, nil
	}
	old := s.untrue(nil)
	for _, i := range all {
		lies := slices.ContainsFunc(
			s.untrue(append(slices.Clone(admitted), i)),
			func(f policy.FailedClaim) bool { return !slices.Contains(old, f) },
		)
		if lies {
			refused = append(refused, i)
		} else {
			admitted = append(admitted, i)
		}
	}
	return admitted, refused
}
