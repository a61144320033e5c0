package site

import (
	"slices"
	"sync"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
)

// ground is what is true of a site whatever its policies say.
type ground struct {
	address      string
	names        []string
	program      claim.Program
	observed     bool                // it is a customer's
	integrations []claim.Integration // all that are configured
}

func (l *Site) ground() ground {
	return ground{l.site.Address, l.Names, l.program, !l.IsOwn(), l.Integrations}
}

// timeline is the versions of a site's policies that are in effect or scheduled, each policy's
// in the order of their numbers. Publication and withdrawal ask it what would be true when.
type timeline struct {
	ground
	versions []*Version
}

// timeline is that of the versions.
func (l *Site) timeline(versions []*Version) timeline { return timeline{l.ground(), versions} }

// at is what is in effect at a moment: of each policy the last version whose time has come.
func (t timeline) at(now time.Time) *Snapshot {
	s := &Snapshot{published: t.versions, names: t.names, program: t.program, observed: t.observed}
	for _, v := range t.versions {
		last := len(s.Policies) - 1
		switch {
		case v.EffectiveAt.After(now):
			s.Upcoming = append(s.Upcoming, v)
		case last >= 0 && s.Policies[last].policyID == v.policyID:
			s.Policies[last] = v
		default:
			s.Policies = append(s.Policies, v)
		}
	}
	slices.SortStableFunc(s.Upcoming, func(a, b *Version) int { return a.EffectiveAt.Compare(b.EffectiveAt) })
	if len(s.Upcoming) > 0 {
		s.until = s.Upcoming[0].EffectiveAt
	}
	return s
}

// evidenceAt is what claims are checked against at a moment, with every integration that is
// configured, also one that the policies in effect keep out.
func (t timeline) evidenceAt(at time.Time) claim.Evidence { return t.at(at).evidence(t.integrations) }

// with is the timeline with one version more of each document, the last of its policy.
func (t timeline) with(at time.Time, documents ...policy.Document) timeline {
	for _, d := range documents {
		i := len(t.versions)
		candidate := &Version{Document: d, EffectiveAt: at, policyID: models.NewID()}
		for j, v := range t.versions {
			if v.Document.Slug == d.Slug {
				i, candidate.policyID = j+1, v.policyID
			}
		}
		t.versions = slices.Insert(slices.Clone(t.versions), i, candidate)
	}
	return t
}

// untrueFrom looks at what changes when the documents take effect together. Their own sentences have
// to hold; those of others must not become untrue by them. The first is the one that is looked at.
func (t timeline) untrueFrom(at time.Time, documents ...policy.Document) policy.FailedClaims {
	found := t.becomesUntrue(t.with(at, documents...), at, slugsOf(documents)...)
	for i := range found {
		if found[i].Slug == documents[0].Slug {
			found[i].Policy = ""
		}
	}
	slices.SortStableFunc(found, func(a, b policy.FailedClaim) int { return len(a.Policy) - len(b.Policy) })
	return found
}

func slugsOf(documents []policy.Document) []string {
	slugs := make([]string, len(documents))
	for i, d := range documents {
		slugs[i] = d.Slug
	}
	return slugs
}

// becomesUntrue are the sentences that hold, at some moment from then on, on this timeline and
// not on the one after. Those of the policies own are untrue whatever was before.
func (t timeline) becomesUntrue(after timeline, from time.Time, own ...string) policy.FailedClaims {
	var found policy.FailedClaims
	for _, at := range after.moments(from) {
		old := sync.OnceValue(func() policy.FailedClaims { return t.untrueAt(at) })
		for _, failure := range after.untrueAt(at) {
			isNew := slices.Contains(own, failure.Slug) || !slices.Contains(old(), failure)
			if isNew && !slices.Contains(found, failure) {
				found = append(found, failure)
			}
		}
	}
	return found
}

// untrue are the sentences that do not hold at some moment from then on.
func (t timeline) untrue(from time.Time) policy.FailedClaims {
	var all policy.FailedClaims
	for _, at := range t.moments(from) {
		for _, failure := range t.untrueAt(at) {
			if !slices.Contains(all, failure) {
				all = append(all, failure)
			}
		}
	}
	return all
}

// moments are the first one and those after it at which something takes effect.
func (t timeline) moments(from time.Time) []time.Time {
	all := []time.Time{from}
	for _, v := range t.versions {
		if v.EffectiveAt.After(from) {
			all = append(all, v.EffectiveAt)
		}
	}
	return all
}

func (t timeline) untrueAt(at time.Time) policy.FailedClaims { return t.at(at).untrue(t.integrations) }
