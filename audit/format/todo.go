package format

import (
	"fmt"
	"slices"

	"github.com/prokken/prokken/audit/report"
)

// maxTodo is how many things a report says to do at its top. The rest stands beside its
// findings.
const maxTodo = 5

// Todo says what to do, the most pressing first: what mends the findings, each once, and
// what was not seen to its end. Nothing has to be done about what is only good to know.
func Todo(r report.Report) []string {
	var all []string
	for _, severity := range []report.Severity{report.High, report.Medium} {
		for _, f := range Of(r.Findings, severity) {
			if !slices.Contains(all, f.Mend) {
				all = append(all, f.Mend)
			}
		}
	}
	left := len(all) - maxTodo
	all = all[:min(len(all), maxTodo)]
	if left > 0 {
		all = append(all, fmt.Sprintf("See the findings for %s more.", Count(left, "thing")))
	}
	for _, gap := range r.Gaps() {
		all = append(all, "Audit again what was not seen to its end: "+gap.String())
	}
	return all
}
