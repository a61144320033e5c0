package legal

import (
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/policy"
)

// Seen is what a complete audit of a customer's site looked at: on how many pages, and on which
// journeys.
type Seen struct {
	Pages    int64
	Journeys []report.JourneyName
}

// Contradiction is something that audits found and the policy does not say. Reason is the owner's,
// who says that it is wrong; "": nobody does.
type Contradiction struct {
	What    string
	FoundAt time.Time
	Reason  string
}

// Observation is what is known of a customer's site. Withheld: something contradicts the policy,
// and the site has still time to answer before the page says it.
type Observation struct {
	Audit          *audits.Audit // nil: no complete audit covers the version
	Claims         []report.Claim
	Seen           Seen
	Interval       time.Duration
	StoodUntil     time.Time // when a look without a browser last found the site as the audit saw it; zero: none did
	Contradictions []Contradiction
	Withheld       bool
}

// NewObserved puts what is known of a customer's site into the words of this moment.
func NewObserved(o Observation, now time.Time) Audited {
	if o.Audit == nil {
		return Audited{Contradictions: o.Contradictions}
	}
	claims := o.claims()
	a := *o.Audit
	a.ClaimsTotal, a.ClaimsHold, a.ClaimsFail = countOf(claims)
	a.FindingsHigh = 0 // the contradictions say when they are to be told
	a.Passed = len(claims) > 0 && a.ClaimsHold == a.ClaimsTotal && len(o.Contradictions) == 0 && !o.Withheld
	v := NewAudited(a, claims, o.Interval+o.stood()/outOfDate, now)
	v.Seen, v.Contradictions = o.Seen, o.Contradictions
	return v
}

// stood is how long after the audit the site was still as it was then: an audit is out of date after
// some intervals in which nobody looked. The page names the audit alone.
func (o Observation) stood() time.Duration { return max(o.StoodUntil.Sub(*o.Audit.EndedAt), 0) }

// claims are the verdicts as the page may tell them: what contradicts a sentence is not said before
// its time, and until then the sentence bears no tick.
func (o Observation) claims() []report.Claim {
	claims := slices.Clone(o.Claims)
	for i, c := range claims {
		if c.Result == report.Fails && o.Withheld && !o.tells(c) {
			claims[i].Result, claims[i].Conditions = report.Unseen, nil
		}
	}
	return claims
}

// tells reports whether a contradiction that is told is about the claim.
func (o Observation) tells(c report.Claim) bool {
	return slices.ContainsFunc(o.Contradictions, func(told Contradiction) bool {
		return strings.Contains(told.What, "“"+c.Says+"”")
	})
}

func countOf(claims []report.Claim) (total, hold, fail int64) {
	for _, c := range claims {
		switch c.Result {
		case report.Holds:
			hold++
		case report.Fails:
			fail++
		case report.Unseen:
		}
	}
	return int64(len(claims)), hold, fail
}

// observed is what the audit says of a sentence of a customer's policy; unseen where it says
// nothing.
func (v Policy) observed(c Check) report.Claim {
	if found, has := v.Audited.claimOf(c); has && c.Basis != policy.NoBasis {
		return found
	}
	return report.Claim{Result: report.Unseen}
}
