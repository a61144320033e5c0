package upkeep

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
)

// Asker has a site audited.
type Asker interface {
	AskFor(
		ctx context.Context, site models.SiteID, cause audits.Cause, by *uuid.UUID,
		note func(ctx context.Context, tx *models.DB) error,
	) (audits.Audit, error)
}

// atOnce is how many due sites are asked for in one go: the queue stays short enough that those
// whom people ask for are not behind a night's work.
const atOnce = 20

// AskDue has the sites audited that are due.
func (s *Service) AskDue(ctx context.Context, asker Asker) error {
	due, err := sites.DueAudits(ctx, s.db, s.Clock.Now(), atOnce)
	if err != nil {
		return err
	}
	for _, row := range due {
		if err := s.askDue(ctx, asker, row); errors.Is(err, schedule.ErrNoBrowser) {
			return nil
		} else if err != nil {
			slog.ErrorContext(ctx, "a site could not be put in the queue of audits", "site", row.Slug, "error", err)
		}
	}
	return nil
}

// askDue asks for one audit, which says itself when the next one comes.
func (s *Service) askDue(ctx context.Context, asker Asker, row sites.Site) error {
	open, err := proposals.List(ctx, s.db, row.ID, proposals.Open)
	if err != nil {
		return err
	}
	cause := audits.Scheduled
	for _, p := range open {
		if p.ConfirmedAt == nil {
			cause = audits.Confirming
		}
	}
	_, err = asker.AskFor(ctx, row.ID, cause, nil, func(ctx context.Context, tx *models.DB) error {
		later := s.Clock.Now().Add(Every)
		row.NextAuditAt = &later // until the audit has ended
		return sites.ScheduleAudit(ctx, tx, row)
	})
	return err
}
