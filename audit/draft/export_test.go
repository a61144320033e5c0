package draft

import (
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/policy"
)

// Draft is the document that [Write] writes.
func Draft(r report.Report, table known.Table) (policy.Document, error) {
	d := newDraft(r, table)
	return d.document, d.document.Validate()
}
