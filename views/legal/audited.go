package legal

import (
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/policy"
	auditview "github.com/prokken/prokken/views/audits"
	"github.com/prokken/prokken/views/display"
)

// Audited is what public pages say of the newest audit. Its words change with
// time: they are right up to Until, or, where that is zero, for good.
type Audited struct {
	Has       bool // there is an audit
	Expected  bool // there will be one
	EndedAt   time.Time
	Result    audits.Result
	Claims    []report.Claim
	Coverage  policy.Coverage // of the version that was audited; the zero value is not known
	Fewer     int64           // of how many sentences less is checked than in the version before
	OutOfDate bool            // it is too old to rely on
	Until     time.Time
	// Seen and Contradictions are of a customer's site.
	Seen           Seen
	Contradictions []Contradiction
	NotKept        string // since when the site is not kept up, in a few words; "": it is
	age            time.Duration
}

// outOfDate is how many intervals without an audit are too many.
const outOfDate = 3

// NewAudited puts the audit into the words of this moment.
func NewAudited(a audits.Audit, claims []report.Claim, interval time.Duration, now time.Time) Audited {
	v := Audited{Has: true, EndedAt: *a.EndedAt, Result: a.Result, Claims: claims, age: max(now.Sub(*a.EndedAt), 0)}
	step := v.step()
	v.Until = v.EndedAt.Add(v.age.Truncate(step) + step)
	v.OutOfDate = v.age >= outOfDate*interval
	if end := v.EndedAt.Add(outOfDate * interval); !v.OutOfDate && end.Before(v.Until) {
		v.Until = end
	}
	return v
}

const oneDay = 24 * time.Hour

// step is how exactly the age is told.
func (v Audited) step() time.Duration {
	switch {
	case v.age < time.Hour:
		return 5 * time.Minute
	case v.age < 2*oneDay:
		return time.Hour
	}
	return oneDay
}

// old is the age in words: "2 hours".
func (v Audited) old() string {
	switch {
	case v.age < time.Hour:
		return display.Count(int64(v.age/(5*time.Minute)*5), "minute")
	case v.age < 2*oneDay:
		return display.Count(int64(v.age/time.Hour), "hour")
	}
	return display.Count(int64(v.age/oneDay), "day")
}

func (v Audited) ago() string {
	if v.age < 5*time.Minute {
		return "a moment ago"
	}
	return v.old() + " ago"
}

// shortAgo fits on a badge.
func (v Audited) shortAgo() string {
	if v.age < 5*time.Minute {
		return "just now"
	}
	n, unit, _ := strings.Cut(v.old(), " ")
	return n + " " + map[byte]string{'m': "min", 'h': "h", 'd': "d"}[unit[0]] + " ago"
}

// browser is its name with the first part of its version: "Chromium 150".
func (v Audited) browser() string { return auditview.ShortBrowser(v.Result.Browser) }

func (v Audited) hash() string { return shortHash(v.Result.PolicySHA256) }

// outcome is the result: "14 of 14 claims hold".
func (v Audited) outcome() string { return auditview.OutcomeWords(v.Result) }

// besides is how much was found that no claim is about, and the policy does not
// tell the truth about.
func besides(r audits.Result) int64 { return max(r.FindingsHigh-r.ClaimsFail, 0) }

// covers reports whether the audit was of that version.
func (v Audited) covers(version int64, sha256 string) bool {
	return v.Has && v.Result.PolicyVersion == version && v.Result.PolicySHA256 == sha256
}

// resultOf is what became of a sentence of the version; "" if it was not audited.
func (v Policy) resultOf(c Check) report.Result {
	if v.Observed {
		return v.observed(c).Result
	}
	if !v.Audited.covers(v.Version.Number, v.Version.SHA256) {
		return ""
	}
	found, _ := v.Audited.claimOf(c)
	return found.Result
}

// claimOf finds what the audit says of the sentence.
func (v Audited) claimOf(c Check) (found report.Claim, has bool) {
	i := slices.IndexFunc(v.Claims, func(a report.Claim) bool { return a.UID == c.Block && a.Shown == c.Says })
	if i < 0 {
		return report.Claim{}, false
	}
	return v.Claims[i], true
}

func isAre(n int64) string {
	if n == 1 {
		return "is"
	}
	return "are"
}
