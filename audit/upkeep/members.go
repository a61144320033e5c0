package upkeep

import (
	"context"
	"errors"
	"slices"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/policy"
)

// isBlindTo reports whether an audit that saw this could not meet the finding again: of the document's
// contradictions it is one that only who logged in met, and nobody logged in now. It is not mended then.
func isBlindTo(
	ctx context.Context, tx *models.DB, seen report.Report, p proposals.Proposal, d policy.Document, source report.Policy,
) (bool, error) {
	if seen.LoggedIn() {
		return false, nil
	}
	found, err := audits.ByID(ctx, tx, p.SiteID, p.AuditID)
	if errors.Is(err, models.ErrNotFound) {
		return false, nil // its report was deleted
	}
	if err != nil {
		return false, err
	}
	then, err := readReport(found)
	if err != nil || !then.LoggedIn() {
		return false, err
	}
	byAll, err1 := contradicts(then, p, d, source)
	byOthers, err2 := contradicts(then.WithoutMembers(), p, d, source)
	return byAll && !byOthers, errors.Join(err1, err2)
}

// contradicts reports whether what was seen bears the finding out, with the document as it is now.
func contradicts(seen report.Report, p proposals.Proposal, d policy.Document, source report.Policy) (bool, error) {
	judged, err := audit.JudgeReport(seen, d, source)
	return slices.ContainsFunc(contradicting(judged), func(f report.Finding) bool { return isAbout(p, f) }), err
}
