package hosting

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/site"
)

// ownersAtOnce is how many owners one turn of the upkeep looks at.
const ownersAtOnce = 200

// PauseSurplus looks where the plans of owners have no room any more for all of their sites. Which
// are paused, and when, is told by mail first; the owner chooses others with [Service.Choose]. Where
// nothing is chosen those go that were added last. after is the owner that the turn before ended
// with; it returns the one that this turn ended with, uuid.Nil after the last.
func (s *Service) PauseSurplus(ctx context.Context, after uuid.UUID) (uuid.UUID, error) {
	owners, err := sites.OwnersAfter(ctx, s.db, after, ownersAtOnce)
	if err != nil {
		return after, err
	}
	for _, owner := range owners {
		if err := s.pauseSurplusOf(ctx, owner); err != nil && !errors.Is(err, models.ErrConflict) { // the others go on
			slog.ErrorContext(ctx, "sites beyond a plan could not be paused", "error", err)
		}
	}
	if len(owners) < ownersAtOnce {
		return uuid.Nil, nil
	}
	return owners[len(owners)-1], nil
}

// pauseSurplusOf looks at one owner. Most have room for all, and nothing is written then.
func (s *Service) pauseSurplusOf(ctx context.Context, owner uuid.UUID) error {
	room, err := s.Plans.Allowance(ctx, owner, billing.Sites)
	if err != nil {
		return err
	}
	if room.Used <= room.Limit {
		if is, err := sites.IsPausing(ctx, s.db, owner); err != nil || !is {
			return err
		}
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		room, err := s.lockedRoom(ctx, tx, owner)
		if err != nil {
			return err
		}
		return s.settleSurplus(ctx, tx, owner, room)
	})
}

// lockedRoom is the room in the plan of an owner for whom nobody else settles at the same time.
func (s *Service) lockedRoom(ctx context.Context, tx *models.DB, owner uuid.UUID) (billing.Allowance, error) {
	if _, err := users.Lock(ctx, tx, owner); err != nil {
		return billing.Allowance{}, err
	}
	return s.Plans.Allowance(ctx, owner, billing.Sites)
}

// settleSurplus announces, pauses, or takes back what was announced.
func (s *Service) settleSurplus(ctx context.Context, tx *models.DB, owner uuid.UUID, room billing.Allowance) error {
	active, err := sites.ActiveOf(ctx, tx, owner)
	if err != nil {
		return err
	}
	going := active[:min(max(int(room.Used-room.Limit), 0), len(active))]
	at, announced := deadline(active)
	switch now := s.Clock.Now(); {
	case len(going) > announced: // more than the owner was told of
		at = now.Add(s.Grace)
		err = s.announce(ctx, tx, owner, going, at, room.Limit)
	case len(going) > 0 && !at.After(now):
		return s.pauseAll(ctx, tx, owner, going)
	}
	if err != nil {
		return err
	}
	return sites.SetPauses(ctx, tx, owner, idsOf(going), at)
}

// deadline is when the first of the sites is paused, and of how many the owner was told.
func deadline(active []sites.Site) (at time.Time, announced int) {
	for _, row := range active {
		if row.PausesAt == nil {
			continue
		}
		if announced++; announced == 1 || row.PausesAt.Before(at) {
			at = *row.PausesAt
		}
	}
	return at, announced
}

func idsOf(all []sites.Site) []models.SiteID {
	var ids []models.SiteID
	for _, row := range all {
		ids = append(ids, row.ID)
	}
	return ids
}

func (s *Service) pauseAll(ctx context.Context, tx *models.DB, owner uuid.UUID, going []sites.Site) error {
	for _, row := range going {
		if err := s.pause(ctx, tx, owner, row); err != nil {
			return err
		}
	}
	return nil
}

// maxNamed is how many sites a mail names.
const maxNamed = 50

// announce tells the owner what is going to be paused, and when.
func (s *Service) announce(
	ctx context.Context, tx *models.DB, owner uuid.UUID, going []sites.Site, at time.Time, limit int64,
) error {
	user, err := users.ByID(ctx, tx, owner)
	if err != nil {
		return err
	}
	told := letter.SitesPause{Count: len(going), At: at, Limit: limit}
	for _, row := range going[:min(len(going), maxNamed)] {
		told.Sites = append(told.Sites, site.NamesOf(row)[0]+" ("+hostOf(row.Address)+")")
	}
	return s.Mailer.SendMail(ctx, tx, mail.Letter{To: user.Email, Content: told})
}

// Choose has these sites of a user stay, by their slugs, where the plan has no room for all.
// [ErrNoPlan] if it has no room for these.
func (s *Service) Choose(ctx context.Context, user uuid.UUID, slugs []string) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		room, err := s.lockedRoom(ctx, tx, user)
		if err != nil {
			return err
		}
		active, err := sites.ActiveOf(ctx, tx, user)
		if err != nil {
			return err
		}
		chosen := slices.DeleteFunc(active, func(row sites.Site) bool { return !slices.Contains(slugs, row.Slug) })
		if int64(len(chosen)) > room.Limit {
			return ErrNoPlan
		}
		if err := sites.SetPreferred(ctx, tx, user, idsOf(chosen)); err != nil {
			return err
		}
		return s.settleSurplus(ctx, tx, user, room)
	})
}
