package hosting

import (
	"context"
	"errors"
	"log/slog"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
)

// GiveBackFailed gives back to plans the audits that were asked for and failed: an audit fails for
// our reasons alone, since one that meets a site that cannot be opened is done, and says so. Each is
// given back once, also where its server was killed.
func (s *Service) GiveBackFailed(ctx context.Context) error {
	failed, err := audits.ToGiveBack(ctx, s.db, atOnce)
	if err != nil {
		return err
	}
	for _, a := range failed {
		if err := s.giveBack(ctx, a); err != nil { // the others go on
			slog.ErrorContext(ctx, "an audit could not be given back", "audit", a.ID, "error", err)
		}
	}
	return nil
}

func (s *Service) giveBack(ctx context.Context, a audits.Audit) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := audits.Uncount(ctx, tx, a.ID); err != nil || a.AskedBy == nil {
			return err
		}
		const month = "2006-01"
		if a.AskedAt.UTC().Format(month) != s.Clock.Now().UTC().Format(month) {
			return nil // that month is over, and so is what could be asked for in it
		}
		err := s.Plans.GiveBack(ctx, tx, *a.AskedBy, billing.Audits, 1)
		if errors.Is(err, models.ErrConflict) {
			return nil // nothing of it is taken any more
		}
		return err
	})
	if errors.Is(err, models.ErrConflict) {
		return nil // somebody else did it at the same moment
	}
	return err
}
