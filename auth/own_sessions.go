package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Sessions are the owner's sessions that have not ended, last used first.
func (s *Service) Sessions(ctx context.Context, userID uuid.UUID) ([]models.Session, error) {
	return s.db.SessionsOf(ctx, userID, s.now())
}

// EndSession ends one of the owner's own sessions; models.ErrNotFound for
// anyone else's.
func (s *Service) EndSession(ctx context.Context, by Identity, id uuid.UUID) error {
	session, err := s.db.SessionByID(ctx, id)
	if err != nil {
		return err
	}
	if session.UserID != by.User.ID {
		return models.ErrNotFound
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.RevokeSession(ctx, id, "ended by its owner", s.now()); err != nil {
			return err
		}
		return s.note(ctx, tx, by.User.ID, models.SessionEnded, BrowserWords(session.UserAgent), by.From)
	})
	if errors.Is(err, models.ErrConflict) {
		return nil // it had ended
	}
	return err
}

// EndOtherSessions ends all of the owner's sessions but the one that asks.
func (s *Service) EndOtherSessions(ctx context.Context, by Identity) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.endSessions(ctx, tx, &by.User.ID, by.User.ID, by.Session, by.From)
	})
}

// EndEverything uses the link of a warning up and ends all sessions. Second
// factors that came with what the warning is about go: they are not the owner's.
func (s *Service) EndEverything(ctx context.Context, token string, from From) error {
	flow, err := s.openLink(ctx, token, models.EndSessions)
	if err != nil {
		return err
	}
	return s.use(ctx, flow, func(tx *models.DB) error {
		if err := s.dropForeignFactors(ctx, tx, flow, from); err != nil {
			return err
		}
		return s.endSessions(ctx, tx, flow.UserID, *flow.UserID, uuid.Nil, from)
	})
}

// foreignFactorLife is how long the link of a warning takes a new factor away.
const foreignFactorLife = 24 * time.Hour

// dropForeignFactors leaves those that were there before, and those of admins:
// whoever reads the owner's mail alone gets past none of them.
func (s *Service) dropForeignFactors(ctx context.Context, tx *models.DB, flow models.Flow, from From) error {
	since, err := time.Parse(time.RFC3339Nano, flow.Payload)
	if err != nil || s.now().Sub(flow.CreatedAt) > foreignFactorLife {
		return nil // a warning of something else, or too late
	}
	if user, err := tx.LockUser(ctx, *flow.UserID); err != nil || user.Role == models.Admin {
		return err
	}
	if err := tx.DeleteFactorsSince(ctx, *flow.UserID, since); err != nil {
		return err
	}
	if _, err := s.dropCodesOfNothing(ctx, tx, *flow.UserID); err != nil {
		return err
	}
	return s.note(ctx, tx, *flow.UserID, models.FactorsRemoved, "", from)
}

// stopPending uses up what waits for a next step: a change of address, the
// second step of a log-in, an app that is being set up.
func (s *Service) stopPending(ctx context.Context, tx *models.DB, userID uuid.UUID) error {
	for _, kind := range []models.FlowKind{models.ChangeAddress, models.SecondFactor, models.PasskeyNew} {
		if err := tx.ConsumeFlowsOf(ctx, kind, &userID, s.now()); err != nil {
			return err
		}
	}
	return tx.DropTOTPOffer(ctx, userID)
}

// endSessions also stops what was begun in one of them.
func (s *Service) endSessions(ctx context.Context, tx *models.DB, actor *uuid.UUID, userID, spare uuid.UUID, from From) error {
	if err := s.stopPending(ctx, tx, userID); err != nil {
		return err
	}
	if _, err := tx.RevokeSessions(ctx, userID, spare, "ended with all others", s.now()); err != nil {
		return err
	}
	return s.noteOn(ctx, tx, actor, &userID, models.SessionsEnded, "", from)
}
