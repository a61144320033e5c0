package rounds

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/users"
)

// mostTold is how many findings a mail names.
const mostTold = 5

// tell writes to every admin, once, if something is new since the audit before
// and bad enough.
func (s *Service) tell(ctx context.Context, tx *models.DB, id uuid.UUID, report audit.Report) error {
	before, err := s.reportBefore(ctx, tx, id)
	if err != nil {
		return err
	}
	worth := worthTelling(report.NewSince(before))
	if len(worth) == 0 {
		return nil
	}
	admins, err := users.AdminAddresses(ctx, tx)
	for _, address := range admins {
		if err == nil {
			err = s.Mailer.SendMail(ctx, tx, mail.Letter{Kind: mail.AuditFound, To: address, Facts: factsOf(id, worth)})
		}
	}
	return err
}

// reportBefore is the report before that audit; an empty one if there is none.
func (s *Service) reportBefore(ctx context.Context, db *models.DB, id uuid.UUID) (audit.Report, error) {
	before, err := audits.Before(ctx, db, s.Site, id)
	if errors.Is(err, models.ErrNotFound) {
		return audit.Report{}, nil
	}
	if err != nil {
		return audit.Report{}, err
	}
	return Read(before)
}

// worthTelling are the findings of high and medium severity, the worst first.
func worthTelling(findings []audit.Finding) []audit.Finding {
	worth := slices.DeleteFunc(slices.Clone(findings), func(f audit.Finding) bool { return f.Severity == audit.Low })
	slices.SortStableFunc(worth, func(a, b audit.Finding) int { return strings.Compare(string(a.Severity), string(b.Severity)) }) // "high" is before "medium"
	return worth
}

func factsOf(id uuid.UUID, worth []audit.Finding) map[string]string {
	facts := map[string]string{"audit": id.String(), "count": "something new"}
	if len(worth) > 1 {
		facts["count"] = fmt.Sprintf("%d new things", len(worth))
	}
	var lines []string
	for _, f := range worth[:min(len(worth), mostTold)] {
		lines = append(lines, strings.Join(strings.Fields(f.What), " "))
	}
	facts["findings"] = strings.Join(lines, "\n")
	if more := len(worth) - mostTold; more > 0 {
		facts["more"] = fmt.Sprintf("And %d more.", more)
	}
	return facts
}
