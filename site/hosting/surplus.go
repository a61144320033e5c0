package hosting

import (
	"context"
	"errors"
	"log/slog"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/sites"
)

// ownersAtOnce is how many owners one turn of the upkeep looks at.
const ownersAtOnce = 200

// PauseSurplus pauses the sites for which the plans of their owners have no room any more, those
// that were added last first. The owner chooses others by pausing and keeping up. after is the
// owner that the turn before ended with; it returns the one that this turn ended with, uuid.Nil
// after the last.
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

func (s *Service) pauseSurplusOf(ctx context.Context, owner uuid.UUID) error {
	room, err := s.Plans.Allowance(ctx, owner, billing.Sites)
	if err != nil || room.Used <= room.Limit {
		return err
	}
	active, err := sites.ActiveOf(ctx, s.db, owner)
	if err != nil {
		return err
	}
	for _, row := range active[:min(int(room.Used-room.Limit), len(active))] {
		if err := s.Pause(ctx, owner, row); err != nil {
			return err
		}
	}
	return nil
}
