package compare_test

import (
	"fmt"
	"net/url"
	"slices"
	"testing"

	"github.com/prokken/prokken/audit/compare"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

// TestFewerChecks: each sentence that the version before checked is a finding, up to a bound.
func TestFewerChecks(t *testing.T) {
	var many []string
	for n := range 60 {
		many = append(many, fmt.Sprintf("Sentence %d.", n))
	}
	for name, tt := range map[string]struct {
		lost []string
		want int
	}{"none": {nil, 0}, "two": {[]string{"We set two cookies.", "No one else sets one."}, 2}, "very many": {many, 50}} {
		r := report.Report{Policy: &report.Policy{Version: 2, Lost: tt.lost}}
		compare.New(&r, &url.URL{Scheme: "https", Host: "example.com"}, &policy.Document{}).FindDeviations()
		var subjects []string
		for _, f := range r.Findings {
			if f.Kind != report.FewerChecks || f.Severity != report.Medium {
				t.Errorf("%s: found %+v", name, f)
			}
			subjects = append(subjects, f.Subject)
		}
		if len(subjects) != tt.want || r.FewerChecks() != tt.want || !slices.Equal(subjects, tt.lost[:tt.want]) {
			t.Errorf("%s: found %q", name, subjects)
		}
	}
	without := report.Report{}
	compare.New(&without, &url.URL{}, nil).FindDeviations()
	if len(without.Findings) > 0 {
		t.Errorf("without a policy: %v", without.Findings)
	}
}
