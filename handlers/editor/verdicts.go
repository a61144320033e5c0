package editor

import (
	"slices"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/claim"
	editorview "github.com/prokken/prokken/views/editor"
)

// verdictOf is what is known of a condition: our own site keeps what is checked, and of a customer's
// nothing holds before an audit looked.
func (f findings) verdictOf(status claim.Status) claim.Verdict {
	v := claim.Verdict{Words: status.Words, Reason: status.Untrue}
	switch {
	case status.Untrue != "":
		v.Result = report.Fails
	case !f.preview.Observed:
		v.Result = report.Holds
	}
	return v
}

// judged adds to a sentence how it ends, and what has to be done about it.
func (f findings) judged(row editorview.SentenceRow) editorview.SentenceRow {
	audited, isAudited := f.audited[row.Block+"\n"+row.Says]
	failed, fails := f.failureOf(row)
	switch {
	case fails:
		row.Result, row.Untrue = report.Fails, failed.Reason
		row.Conditions = withAudited(row.Conditions, audited.Conditions)
	case isAudited:
		row.Result, row.Conditions = audited.Result, audited.Conditions
	case row.IsChecked() && !f.preview.Observed:
		row.Result = report.Holds
	}
	if len(row.Conditions) == 0 {
		for _, words := range row.Checks {
			row.Conditions = append(row.Conditions, claim.Verdict{Words: words, Result: row.Result})
		}
	}
	for _, u := range f.open {
		if !fails && u.Block == row.Block && u.Says == row.Says {
			row.Open = u.Reason()
		}
	}
	return row
}

// withAudited returns the conditions with what an audit saw of those of which nothing is known otherwise.
func withAudited(conditions, audited []claim.Verdict) []claim.Verdict {
	for i, known := range conditions {
		for _, seen := range audited {
			if known.Result == "" && seen.Words == known.Words {
				conditions[i] = seen
			}
		}
	}
	return conditions
}

// failureOf finds what was found against the sentence.
func (f findings) failureOf(row editorview.SentenceRow) (policy.FailedClaim, bool) {
	i := slices.IndexFunc(f.untrue, func(u policy.FailedClaim) bool {
		isQuoted := slices.ContainsFunc(row.Own, func(o editorview.OwnClaim) bool { return o.Says == u.Says })
		return u.Slug == f.doc.Slug && u.UID == row.Block && (isQuoted || policy.Plain(u.Says) == row.Says)
	})
	if i < 0 {
		return policy.FailedClaim{}, false
	}
	return f.untrue[i], true
}
