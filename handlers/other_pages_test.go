package handlers_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/policy"
)

// TestPolicyKnowsWhatStandsBesideThePolicies: its list is that of the route table.
func TestPolicyKnowsWhatStandsBesideThePolicies(t *testing.T) {
	var found []string
	for _, row := range open(t, modelstest.SQLite(t)).server.Rows() {
		rest, isLegal := strings.CutPrefix(row.Path, "/legal/")
		if first, _, _ := strings.Cut(rest, "/"); isLegal && !strings.HasPrefix(first, ":") {
			found = append(found, first)
		}
	}
	slices.Sort(found)
	if diff := cmp.Diff(policy.OtherPages, slices.Compact(found)); diff != "" {
		t.Error(diff)
	}
}
