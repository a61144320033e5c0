package hosting

import (
	"context"
	"errors"
	"log/slog"
	"slices"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// Close deletes a site after some days, in which its owner can bring it back with [Service.Undo].
func (s *Service) Close(ctx context.Context, user uuid.UUID, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if !slices.Contains([]sites.State{sites.Trial, sites.Active, sites.Paused}, row.State) {
			return models.ErrConflict
		}
		from := []sites.State{row.State} // as it was read: its place is given back just once
		if err := sites.SetState(ctx, tx, row.ID, from, sites.Closing, string(row.State), s.Clock.Now()); err != nil {
			return err
		}
		if row.State != sites.Active {
			return nil
		}
		return s.Plans.GiveBack(ctx, tx, user, billing.Sites, 1)
	})
}

// Undo brings a deleted site back: kept up if the plan has room for it, else paused.
func (s *Service) Undo(ctx context.Context, user uuid.UUID, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		to := sites.State(row.StateReason)
		if to == sites.Active {
			err := s.Plans.Use(ctx, tx, user, billing.Sites, 1)
			if errors.Is(err, billing.ErrLimit) {
				to, err = sites.Paused, nil
			}
			if err != nil {
				return err
			}
		}
		if err := sites.SetState(ctx, tx, row.ID, []sites.State{sites.Closing}, to, "", s.Clock.Now()); err != nil {
			return err
		}
		return s.auditSoon(ctx, tx, row.ID)
	})
}

// Tidy ends what is over: sites whose time to be brought back has passed, and trials that nobody
// kept or took a plan for.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.Clock.Now()
	err := errors.Join(
		abuse.DeleteOld(ctx, s.db, now.Add(-program.AbuseReportsKept)),
		proposals.DeleteMended(ctx, s.db, now.Add(-program.AuditReportsKept)), s.forgetLogins(ctx),
	)
	if err != nil {
		return err
	}
	closing, err1 := sites.InState(ctx, s.db, sites.Closing, now.Add(-program.DeletedWebsitesKept), atOnce)
	looks, err2 := sites.TrialsBefore(ctx, s.db, false, now.Add(-program.LooksAtWebsitesKept), atOnce)
	trials, err3 := sites.TrialsBefore(ctx, s.db, true, now.Add(-program.WebsitesWithoutPlanKept), atOnce)
	if err := errors.Join(err1, err2, err3); err != nil {
		return err
	}
	for _, row := range slices.Concat(closing, looks, trials) {
		if err := s.delete(ctx, row); err != nil { // the others go on
			slog.ErrorContext(ctx, "a site could not be deleted", "site", row.ID, "error", err)
		}
	}
	return nil
}

// delete ends a site. Its published versions stay in the database, since they are signed in a
// chain; nobody reads them any more.
func (s *Service) delete(ctx context.Context, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		host, err := sites.HostOf(ctx, tx, row.ID)
		if err == nil {
			err = sites.ReleaseHost(ctx, tx, host, s.Clock.Now())
		}
		if err != nil && !errors.Is(err, models.ErrNotFound) {
			return err
		}
		return sites.Forget(ctx, tx, row, s.Clock.Now())
	})
}

// CloseAll ends all sites of a user whose account is being deleted.
func (s *Service) CloseAll(ctx context.Context, user uuid.UUID) error {
	all, err := sites.ListOf(ctx, s.db, user)
	if err != nil {
		return err
	}
	for _, row := range all {
		if err := s.delete(ctx, row); err != nil {
			return err
		}
	}
	return nil
}
