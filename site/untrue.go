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

// Untrue are the claims that would not hold if the document were published now:
// its own, and those of the other policies that it would make untrue, at any
// moment from its effect on, with all that is scheduled.
func (l *Site) Untrue(d policy.Document) policy.FailedClaims {
	published, at := l.Snapshot().published, l.Now()
	for _, v := range published {
		if v.Document.Slug == d.Slug && v.EffectiveAt.After(at) {
			at = v.EffectiveAt // no version takes effect before an earlier one
		}
	}
	return l.untrueFrom(published, d, at)
}

// AllUntrue are the sentences of what is in effect or scheduled that do not hold,
// at some moment from now on, with every integration that is configured.
func (l *Site) AllUntrue() policy.FailedClaims {
	var all policy.FailedClaims
	published := l.Snapshot().published
	for _, at := range moments(published, l.Now()) {
		for _, failure := range l.untrueAt(published, at) {
			if !slices.Contains(all, failure) {
				all = append(all, failure)
			}
		}
	}
	return all
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

// untrueFrom looks at what changes when the document takes effect. Its own
// sentences have to hold; those of others must not become untrue by it.
func (l *Site) untrueFrom(published []*Version, d policy.Document, at time.Time) policy.FailedClaims {
	found := l.becomesUntrue(published, withCandidate(published, d, at), at, d.Slug)
	for i := range found {
		if found[i].Slug == d.Slug {
			found[i].Policy = ""
		}
	}
	slices.SortStableFunc(found, func(a, b policy.FailedClaim) int { return len(a.Policy) - len(b.Policy) })
	return found
}

// withCandidate are the versions with one more, the last of its policy.
func withCandidate(published []*Version, d policy.Document, at time.Time) []*Version {
	i := len(published)
	candidate := &Version{Document: d, EffectiveAt: at, policyID: models.NewID()}
	for j, v := range published {
		if v.Document.Slug == d.Slug {
			i, candidate.policyID = j+1, v.policyID
		}
	}
	return slices.Insert(slices.Clone(published), i, candidate)
}

// becomesUntrue are the sentences that hold, at some moment from then on, with
// the versions before and not with those after. Those of the policy own are
// untrue whatever was before.
func (l *Site) becomesUntrue(before, after []*Version, from time.Time, own string) policy.FailedClaims {
	var found policy.FailedClaims
	for _, at := range moments(after, from) {
		old := l.untrueAt(before, at)
		for _, failure := range l.untrueAt(after, at) {
			isNew := failure.Slug == own || !slices.Contains(old, failure)
			if isNew && !slices.Contains(found, failure) {
				found = append(found, failure)
			}
		}
	}
	return found
}

// moments are the first one and those after it at which something takes effect.
func moments(versions []*Version, from time.Time) []time.Time {
	all := []time.Time{from}
	for _, v := range versions {
		if v.EffectiveAt.After(from) {
			all = append(all, v.EffectiveAt)
		}
	}
	return all
}

func (l *Site) untrueAt(versions []*Version, at time.Time) policy.FailedClaims {
	return l.choose(versions, at).untrue(l.Integrations)
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
