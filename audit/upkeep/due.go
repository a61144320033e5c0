package upkeep

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/google/uuid"
	"golang.org/x/sync/errgroup"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
)

// Asker has a site audited.
type Asker interface {
	// CanAudit reports whether there is a browser.
	CanAudit() bool
	AskFor(
		ctx context.Context, site models.SiteID, cause audits.Cause, by *uuid.UUID,
		note func(ctx context.Context, tx *models.DB) error,
	) (audits.Audit, error)
}

// atOnce is how many due sites are asked for in one go: the queue stays short enough that those
// whom people ask for are not behind a night's work.
const atOnce = 20

// AskDue has the sites audited that are due, but for those that stand still.
func (s *Service) AskDue(ctx context.Context, asker Asker) error {
	if !asker.CanAudit() {
		return nil
	}
	due, err := sites.DueAudits(ctx, s.db, s.Clock.Now(), atOnce)
	if err != nil {
		return err
	}
	var all errgroup.Group // looks wait for sites, not for this machine
	for _, row := range due {
		all.Go(func() error {
			if err := s.askDue(ctx, asker, row); err != nil { // the others go on
				slog.ErrorContext(ctx, "a site could not be put in the queue of audits", "site", row.Slug, "error", err)
			}
			return nil
		})
	}
	return all.Wait()
}

// askDue asks for one audit, which says itself when the next one comes.
func (s *Service) askDue(ctx context.Context, asker Asker, row sites.Site) error {
	open, err := proposals.List(ctx, s.db, row.ID, proposals.Open)
	if err != nil {
		return err
	}
	look, err := s.look(ctx, row, len(open) == 0)
	if err != nil {
		return err
	}
	if look.standsIn {
		return s.noteLook(ctx, row)
	}
	_, err = asker.AskFor(ctx, row.ID, causeOf(open), nil, func(ctx context.Context, tx *models.DB) error {
		later := s.Clock.Now().Add(Every)
		row.NextAuditAt = &later // until the audit has ended
		row.Look, row.LookAudited = look.saw, false
		return errors.Join(sites.SaveLook(ctx, tx, row), sites.ScheduleAudit(ctx, tx, row))
	})
	return err
}

// causeOf is why a site with these findings is audited.
func causeOf(open []proposals.Proposal) audits.Cause {
	if slices.ContainsFunc(open, func(p proposals.Proposal) bool { return p.ConfirmedAt == nil }) {
		return audits.Confirming
	}
	return audits.Scheduled
}
