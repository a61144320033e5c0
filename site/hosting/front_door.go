package hosting

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
)

// FrontDoor has an address audited for somebody without an account. Whoever has the address of the
// result, which nobody can guess, sees it. A [BusyError] says when to try again.
func (s *Service) FrontDoor(ctx context.Context, network, typed string) (sites.Site, error) {
	address, err := s.Address(typed)
	if err != nil {
		return sites.Site{}, err
	}
	now := s.Clock.Now()
	made := sites.New(newSlug(address, true), address, sites.Trial, now)
	made.Network, made.StateSince = network, &now
	err = s.inTurn(ctx, func(tx *models.DB) error {
		if err := s.admit(ctx, tx, network, now); err != nil {
			return err
		}
		if err := sites.Create(ctx, tx, &made); err != nil {
			return err
		}
		return s.storeHost(ctx, tx, made)
	})
	if err != nil {
		return sites.Site{}, err
	}
	_, err = s.Auditor.AskFor(ctx, made.ID, audits.FrontDoor, nil, nothing)
	return made, err
}

// admit refuses what is more than the front door takes: in a day from one network and from all, and
// at once.
func (s *Service) admit(ctx context.Context, tx *models.DB, network string, now time.Time) error {
	day := now.Add(-oneDay)
	fromNetwork, err := sites.TrialsSince(ctx, tx, network, day)
	if err != nil {
		return err
	}
	if len(fromNetwork) >= perNetwork {
		return BusyError{fromNetwork[0].Add(oneDay)}
	}
	fromAll, err := sites.TrialsSince(ctx, tx, "", day)
	if err != nil {
		return err
	}
	if len(fromAll) >= perDay {
		return BusyError{fromAll[0].Add(oneDay)}
	}
	waiting, err := audits.CountWaiting(ctx, tx, audits.FrontDoor)
	if err == nil && waiting >= maxWaiting {
		err = BusyError{now.Add(perAudit * time.Duration(waiting))}
	}
	return err
}

// perAudit is about how long an audit of the front door takes.
const perAudit = time.Minute

// Wait is about how long an audit waits until it begins.
func (s *Service) Wait(ctx context.Context, a audits.Audit) (time.Duration, error) {
	before, err := audits.CountWaitingBefore(ctx, s.db, a)
	return time.Duration(before) * perAudit, err
}

// Keep gives the result of the front door to a user: it becomes a site of theirs, kept up if their
// plan has room for it.
func (s *Service) Keep(ctx context.Context, user uuid.UUID, row sites.Site) (sites.Site, error) {
	kept := row
	kept.State = sites.Active
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := s.takeRoom(ctx, tx, user, &kept); err != nil {
			return err
		}
		now := s.Clock.Now()
		member := sites.Membership{SiteID: row.ID, UserID: user, Role: sites.Owner, CreatedAt: now}
		if err := sites.AddMember(ctx, tx, member); err != nil { // somebody else has it already
			return err
		}
		kept.Slug = newSlug(row.Address, false)
		if err := sites.Rename(ctx, tx, row.ID, kept.Slug); err != nil {
			return err
		}
		return sites.BecomeOf(ctx, tx, row.ID, kept.State, now)
	})
	return kept, err
}

// Trial returns the result of the front door with that slug; models.ErrNotFound if there is none, or
// somebody keeps it.
func (s *Service) Trial(ctx context.Context, slug string) (sites.Site, error) {
	row, err := sites.BySlug(ctx, s.db, slug)
	if err != nil || row.State != sites.Trial {
		return sites.Site{}, errors.Join(models.ErrNotFound, err)
	}
	if _, err := sites.OwnerOf(ctx, s.db, row.ID); err == nil {
		return sites.Site{}, models.ErrNotFound
	} else if !errors.Is(err, models.ErrNotFound) {
		return sites.Site{}, err
	}
	return row, nil
}
