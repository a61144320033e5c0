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

// errNotDue says that a site is not due any more: it was paused, deleted or scheduled anew meanwhile.
var errNotDue = errors.New("the site is not due any more")

// askDue asks for one audit, which says itself when the next one comes. Where one waits already, nobody looks
// at the site before it.
func (s *Service) askDue(ctx context.Context, asker Asker, row sites.Site) error {
	_, err := audits.FindOpen(ctx, s.db, row.ID)
	if !errors.Is(err, models.ErrNotFound) {
		if err == nil {
			_, err = asker.AskFor(ctx, row.ID, audits.Scheduled, nil, nothing) // its job may be lost
		}
		return err
	}
	err = s.lookOrAsk(ctx, asker, row)
	if errors.Is(err, errNotDue) {
		return nil
	}
	return err
}

func nothing(context.Context, *models.DB) error { return nil }

func (s *Service) lookOrAsk(ctx context.Context, asker Asker, row sites.Site) error {
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
		return s.noteAsked(ctx, tx, row, look.saw)
	})
	return err
}

// noteAsked notes the look with the audit that was just asked for with it.
func (s *Service) noteAsked(ctx context.Context, tx *models.DB, row sites.Site, saw string) error {
	asked, err := audits.FindOpen(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	due, later := *row.NextAuditAt, s.Clock.Now().Add(Every)
	row.NextAuditAt = &later // until the audit has ended
	row.Look, row.LookAuditID = saw, &asked.ID
	return unlessMoved(sites.SaveLook(ctx, tx, due, row))
}

// unlessMoved is errNotDue where the site's schedule was another one by now.
func unlessMoved(err error) error {
	if errors.Is(err, models.ErrConflict) {
		return errNotDue
	}
	return err
}

// causeOf is why a site with these findings is audited.
func causeOf(open []proposals.Proposal) audits.Cause {
	if slices.ContainsFunc(open, func(p proposals.Proposal) bool { return p.ConfirmedAt == nil }) {
		return audits.Confirming
	}
	return audits.Scheduled
}
