package hosting

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/program"
)

// Close deletes a site after some days, in which its owner can bring it back with [Service.Undo].
func (s *Service) Close(ctx context.Context, user uuid.UUID, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		from := []sites.State{sites.Trial, sites.Active, sites.Paused}
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
		return sites.SetState(ctx, tx, row.ID, []sites.State{sites.Closing}, to, "", s.Clock.Now())
	})
}

// Tidy ends what is over: sites whose time to be brought back has passed, and trials that nobody
// kept or took a plan for.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.Clock.Now()
	if err := abuse.DeleteOld(ctx, s.db, now.Add(-program.AbuseReportsKept)); err != nil {
		return err
	}
	closing, err1 := sites.InState(ctx, s.db, sites.Closing, now.Add(-program.DeletedWebsitesKept), atOnce)
	trials, err2 := sites.InState(ctx, s.db, sites.Trial, now.Add(-program.LooksAtWebsitesKept), atOnce)
	if err := errors.Join(err1, err2); err != nil {
		return err
	}
	for _, row := range append(closing, trials...) {
		if err := s.endTrialOrDelete(ctx, row); err != nil {
			return err
		}
	}
	return nil
}

// endTrialOrDelete deletes the site, unless it is a trial of somebody with an account, which is
// kept longer.
func (s *Service) endTrialOrDelete(ctx context.Context, row sites.Site) error {
	if row.State == sites.Trial && s.Clock.Now().Sub(*row.StateSince) < program.WebsitesWithoutPlanKept {
		if _, err := sites.OwnerOf(ctx, s.db, row.ID); err == nil || !errors.Is(err, models.ErrNotFound) {
			return err
		}
	}
	return s.delete(ctx, row)
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
