package editor

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy/claim"
)

// TestWithAudited: of a sentence that fails, what an audit saw of its other conditions is shown; what fails stays.
func TestWithAudited(t *testing.T) {
	known := []claim.Verdict{{Words: "one", Result: report.Fails, Reason: "declared otherwise"}, {Words: "two"}, {Words: "three"}}
	audited := []claim.Verdict{{Words: "one", Result: report.Holds}, {Words: "two", Result: report.Holds}}
	want := []claim.Verdict{known[0], {Words: "two", Result: report.Holds}, {Words: "three"}}
	if diff := cmp.Diff(want, withAudited(known, audited)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}
