package schedule

import (
	"context"
	"errors"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/users"
)

// maxNotified is how many findings a mail names.
const maxNotified = 5

// notify writes to every admin, once, if something is new since the audit before
// and bad enough.
func (s *Service) notify(ctx context.Context, tx *models.DB, id uuid.UUID, report report.Report) error {
	before, err := s.reportBefore(ctx, tx, id)
	if err != nil {
		return err
	}
	worth := worthNotifying(report.NewSince(before))
	if len(worth) == 0 {
		return nil
	}
	found := letter.AuditFound{Audit: id, Count: len(worth), Findings: firstLines(worth)}
	admins, err := users.AdminAddresses(ctx, tx)
	for _, address := range admins {
		if err == nil {
			err = s.Mailer.SendMail(ctx, tx, mail.Letter{To: address, Content: found})
		}
	}
	return err
}

// reportBefore is the report before that audit; an empty one if there is none.
func (s *Service) reportBefore(ctx context.Context, db *models.DB, id uuid.UUID) (report.Report, error) {
	before, err := audits.Before(ctx, db, s.Site, id)
	if errors.Is(err, models.ErrNotFound) {
		return report.Report{}, nil
	}
	if err != nil {
		return report.Report{}, err
	}
	return Read(before)
}

// worthNotifying are the findings of high and medium severity, the worst first.
func worthNotifying(findings []report.Finding) []report.Finding {
	worth := slices.DeleteFunc(slices.Clone(findings), func(f report.Finding) bool { return f.Severity == report.Low })
	slices.SortStableFunc(
		worth,
		func(a, b report.Finding) int { return strings.Compare(string(a.Severity), string(b.Severity)) },
	) // "high" is before "medium"
	return worth
}

// firstLines returns the findings that a mail names, a line each.
func firstLines(worth []report.Finding) []string {
	var lines []string
	for _, f := range worth[:min(len(worth), maxNotified)] {
		lines = append(lines, strings.Join(strings.Fields(f.What), " "))
	}
	return lines
}
