package audit

import (
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/siteurl"
	"github.com/prokken/prokken/policy"
)

// JudgeReport compares what an audit saw earlier with a document, as if the audit had been done
// with it: no browser is needed to see what other words would be worth. What only a log-in shows
// is not in a report, so that claims about it are unseen. source says where the document is from.
func JudgeReport(seen report.Report, d policy.Document, source report.Policy) (report.Report, error) {
	site, err := siteurl.Parse(seen.URL)
	if err != nil {
		return report.Report{}, err
	}
	r := &run{Request: Request{URL: seen.URL, Document: &d, Source: source}, site: site, report: seen}
	r.report.Claims, r.report.Findings, r.report.Policy = nil, nil, &r.Source
	r.compare()
	return r.report, nil
}
