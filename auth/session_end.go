package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/credentials"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/users"
)

// Sessions returns the owner's sessions that have not ended, last used first.
func (s *SessionManager) Sessions(ctx context.Context, userID uuid.UUID) ([]sessions.Session, error) {
	return sessions.Of(ctx, s.db, userID, s.now())
}

// EndSession ends one of the owner's own sessions; models.ErrNotFound for
// anyone else's.
func (s *SessionManager) EndSession(ctx context.Context, by Identity, id uuid.UUID) error {
	session, err := sessions.ByID(ctx, s.db, id)
	if err != nil {
		return err
	}
	if session.UserID != by.User.ID {
		return models.ErrNotFound
	}
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sessions.Revoke(ctx, tx, id, "ended by its owner", s.now()); err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, by.User.ID, activity.SessionEnded, BrowserWords(session.UserAgent), by.From)
	})
	if errors.Is(err, models.ErrConflict) {
		return nil // it had ended
	}
	return err
}

// EndOtherSessions ends all of the owner's sessions but the one that asks.
func (s *SessionManager) EndOtherSessions(ctx context.Context, by Identity) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		return s.endSessions(ctx, tx, &by.User.ID, by.User.ID, by.Session, by.From)
	})
}

// EndEverything uses the link of a warning up and ends all sessions. Second
// factors that came with what the warning is about go: they are not the owner's.
func (s *SessionManager) EndEverything(ctx context.Context, token string, from RequestDetails) error {
	flow, err := s.openLink(ctx, token, flows.EndSessions)
	if err != nil {
		return err
	}
	return s.consumeFlow(ctx, flow, func(tx *models.DB) error {
		if err := s.removeForeignFactors(ctx, tx, flow, from); err != nil {
			return err
		}
		return s.endSessions(ctx, tx, flow.UserID, *flow.UserID, uuid.Nil, from)
	})
}

// foreignFactorLife is how long the link of a warning takes a new factor away.
const foreignFactorLife = 24 * time.Hour

// removeForeignFactors leaves the factors that were there before, and those of
// admins: whoever reads the owner's mail alone gets past none of them.
func (s *SessionManager) removeForeignFactors(
	ctx context.Context, tx *models.DB, flow flows.Flow, from RequestDetails,
) error {
	since, err := time.Parse(time.RFC3339Nano, flow.Payload)
	if err != nil || s.now().Sub(flow.CreatedAt) > foreignFactorLife {
		return nil // a warning of something else, or too late
	}
	if user, err := users.Lock(ctx, tx, *flow.UserID); err != nil || user.Role == users.Admin {
		return err
	}
	if err := credentials.DeleteFactorsSince(ctx, tx, *flow.UserID, since); err != nil {
		return err
	}
	if _, err := s.factors.deleteUnneededCodes(ctx, tx, *flow.UserID); err != nil {
		return err
	}
	return s.recordOwn(ctx, tx, *flow.UserID, activity.FactorsRemoved, "", from)
}

// cancelPending uses up what waits for a next step: a change of address, the
// second step of a log-in, a new passkey. An app that is being set up ends with its session.
func (s *SessionManager) cancelPending(ctx context.Context, tx *models.DB, userID uuid.UUID) error {
	for _, kind := range []flows.Kind{flows.ChangeAddress, flows.SecondFactor, flows.PasskeyNew} {
		if err := flows.ConsumeOf(ctx, tx, kind, &userID, s.now()); err != nil {
			return err
		}
	}
	return nil
}

// endSessions ends all sessions but one to spare, and what was begun in them.
func (s *SessionManager) endSessions(
	ctx context.Context, tx *models.DB, actor *uuid.UUID, userID, spare uuid.UUID, from RequestDetails,
) error {
	if err := s.cancelPending(ctx, tx, userID); err != nil {
		return err
	}
	if _, err := sessions.RevokeAll(ctx, tx, userID, spare, "ended with all others", s.now()); err != nil {
		return err
	}
	return s.recordActivity(ctx, tx, actor, &userID, activity.SessionsEnded, "", from)
}
