package audit

import (
	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/policy"
)

// Draft is the document that [WriteDraft] writes.
func Draft(r Report, table known.Table) (policy.Document, error) {
	d := newDraft(r, table)
	return d.document, d.document.Validate()
}
