package hosting

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site/verification"
)

// Add makes a site of the user with the address that was typed, and has it audited. Where the
// user's plan has no room for it, it can be looked at and not published.
func (s *Service) Add(ctx context.Context, user uuid.UUID, typed string) (sites.Site, error) {
	address, err := s.Address(typed)
	if err != nil {
		return sites.Site{}, err
	}
	made := sites.New(newSlug(address, false), address, sites.Active, s.Clock.Now())
	err = s.inTurn(ctx, func(tx *models.DB) error {
		if err := s.mayLook(ctx, tx, user); err != nil {
			return err
		}
		if err := s.takeRoom(ctx, tx, user, &made); err != nil {
			return err
		}
		return s.store(ctx, tx, user, &made)
	})
	if err != nil {
		return sites.Site{}, err
	}
	return made, s.firstAudit(ctx, user, made)
}

// inTurn runs what counts before it adds: nobody else counts meanwhile.
func (s *Service) inTurn(ctx context.Context, act func(tx *models.DB) error) error {
	if !s.Auditor.CanAudit() {
		return schedule.ErrNoBrowser
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sites.Lock(ctx, tx, s.Sites.Own().SiteID()); err != nil {
			return err
		}
		return act(tx)
	})
}

// mayLook refuses more first looks in a day than somebody may ask for, sites that they deleted
// meanwhile included.
func (s *Service) mayLook(ctx context.Context, tx *models.DB, user uuid.UUID) error {
	room, err := s.Plans.Allowance(ctx, user, billing.Sites)
	if err != nil {
		return err
	}
	asked, err := audits.CountAskedBy(ctx, tx, user, s.Clock.Now().Add(-oneDay))
	if err == nil && asked >= maxTrials+2*room.Limit {
		err = ErrTooManyToday
	}
	return err
}

// takeRoom uses the plan's room for one more site; without it the site is one for a trial.
func (s *Service) takeRoom(ctx context.Context, tx *models.DB, user uuid.UUID, made *sites.Site) error {
	err := s.Plans.Use(ctx, tx, user, billing.Sites, 1)
	if !errors.Is(err, billing.ErrLimit) {
		return err
	}
	trials, err := sites.CountOf(ctx, tx, user, sites.Trial)
	if err == nil && trials >= maxTrials {
		err = ErrTooMany
	}
	now := s.Clock.Now()
	made.State, made.StateSince = sites.Trial, &now
	return err
}

// store keeps the site with its owner and its host, which is still to be verified.
func (s *Service) store(ctx context.Context, tx *models.DB, user uuid.UUID, made *sites.Site) error {
	if err := sites.Create(ctx, tx, made); err != nil {
		return err
	}
	now := s.Clock.Now()
	member := sites.Membership{SiteID: made.ID, UserID: user, Role: sites.Owner, CreatedAt: now}
	if err := sites.AddMember(ctx, tx, member); err != nil {
		return err
	}
	return s.storeHost(ctx, tx, *made)
}

func (s *Service) storeHost(ctx context.Context, tx *models.DB, made sites.Site) error {
	return sites.AddHost(ctx, tx, sites.Host{
		SiteID: made.ID, Host: hostOf(made.Address), Token: verification.NewToken(), CreatedAt: s.Clock.Now(),
	})
}

// firstAudit is the audit that a site begins with. It counts as no other one does: with a plan or
// without, each site has one.
func (s *Service) firstAudit(ctx context.Context, user uuid.UUID, made sites.Site) error {
	_, err := s.Auditor.AskFor(ctx, made.ID, audits.Asked, &user, nothing)
	return err
}

func nothing(context.Context, *models.DB) error { return nil }

// Activate gives a site without a plan the room that the user's plan has; [ErrNoPlan] without it.
func (s *Service) Activate(ctx context.Context, user uuid.UUID, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.Plans.Use(ctx, tx, user, billing.Sites, 1); errors.Is(err, billing.ErrLimit) {
			return ErrNoPlan
		} else if err != nil {
			return err
		}
		if row.State == sites.Paused && row.StateReason != "" {
			return ErrPausedByUs
		}
		from := []sites.State{sites.Trial, sites.Paused}
		if err := sites.SetState(ctx, tx, row.ID, from, sites.Active, "", s.Clock.Now()); err != nil {
			return err
		}
		return s.auditSoon(ctx, tx, row.ID)
	})
}

// auditSoon puts a site back among those that are audited by themselves: a day after its last
// audit, or at once where that is over.
func (s *Service) auditSoon(ctx context.Context, tx *models.DB, id models.SiteID) error {
	row, err := sites.ByID(ctx, tx, id)
	if err != nil {
		return err
	}
	next := s.Clock.Now()
	newest, err := audits.Newest(ctx, tx, id)
	if err == nil && newest.AskedAt.Add(oneDay).After(next) {
		next = newest.AskedAt.Add(oneDay)
	}
	row.NextAuditAt, row.AuditDays, row.UnchangedSince = &next, 1, nil
	return upkeep.ScheduleKept(ctx, tx, row)
}

// Pause stops keeping a site up, and gives its room in the plan to another. What is published stays
// readable.
func (s *Service) Pause(ctx context.Context, user uuid.UUID, row sites.Site) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.pause(ctx, tx, user, row) })
}

func (s *Service) pause(ctx context.Context, tx *models.DB, user uuid.UUID, row sites.Site) error {
	err := sites.SetState(ctx, tx, row.ID, []sites.State{sites.Active}, sites.Paused, "", s.Clock.Now())
	if err != nil {
		return err
	}
	return s.Plans.GiveBack(ctx, tx, user, billing.Sites, 1)
}
