package audit

import (
	"github.com/prokken/prokken/audit/compare"
)

// comparison judges the report by the policy.
type comparison struct {
	*compare.Comparison
	run *run
}

// compare finds what is not as the policy says. Without a policy everything that
// was seen is told of, and nothing is judged.
func (r *run) compare() {
	c := comparison{compare.New(&r.report, r.site, r.Document), r}
	if r.Document != nil {
		c.FindDeviations()
		c.printed()
		c.claims(r.Document)
	}
	if r.Document == nil {
		c.Findings = append(c.Findings, r.printed.CompareAlone(r.report.Cookies)...)
	}
	c.FindLoadErrors()
	compare.BySeverity(r.report.Findings)
}

// printed compares the page of the policy with the policy.
func (c *comparison) printed() {
	findings, note := c.run.printed.Compare(*c.run.Document)
	c.Findings = append(c.Findings, findings...)
	if note != "" {
		c.Notes = append(c.Notes, note)
	}
}
