package legal

import (
	"slices"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/policy"
	auditview "github.com/prokken/prokken/views/audits"
)

// Audited is what public pages say of the newest audit. It is right up to Until, or, where
// that is zero, for good.
type Audited struct {
	Has       bool // there is an audit
	Expected  bool // there will be one
	EndedAt   time.Time
	Result    audits.Result
	Claims    []report.Claim
	Coverage  policy.Coverage // of the version that was audited; the zero value is not known
	Fewer     int64           // of how many sentences less is checked than in the version before
	OutOfDate bool            // it is too old to rely on
	IsOfOther bool            // it was of another version than the one in effect
	Until     time.Time
	// Seen and Contradictions are of a customer's site.
	Seen           Seen
	Contradictions []Contradiction
	NotKept        string // since when the site is not kept up, in a few words; "": it is
}

// outOfDate is how many intervals without an audit are too many.
const outOfDate = 3

// NewAudited puts the audit into the words of this moment.
func NewAudited(a audits.Audit, claims []report.Claim, interval time.Duration, now time.Time) Audited {
	age := now.Sub(*a.EndedAt)
	v := Audited{Has: true, EndedAt: *a.EndedAt, Result: a.Result, Claims: claims, OutOfDate: age >= outOfDate*interval}
	if !v.OutOfDate {
		v.Until = v.EndedAt.Add(outOfDate * interval)
	}
	return v
}

// Browser returns its name with the first part of its version: "Chromium 150".
func (v Audited) Browser() string { return auditview.ShortBrowser(v.Result.Browser) }

// besides is how much was found that no claim is about, and the policy does not
// tell the truth about.
func besides(r audits.Result) int64 { return max(r.FindingsHigh-r.ClaimsFail, 0) }

// On returns what is said where no page says which version it is about: of an audit of another
// version than that one only that.
func (v Audited) On(number int64, sha256 string) Audited {
	v.IsOfOther = v.Has && !v.covers(number, sha256)
	return v
}

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
