package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/auth/keys"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
)

// Authenticate says whose an access token is. The session row is asked every
// time, so that an ended session ends at once. One query; the first use of a
// token adds a write that confirms it, and once in a while one that notes when
// the session was last seen.
func (s *SessionManager) Authenticate(ctx context.Context, token string, from RequestDetails) (Identity, error) {
	claims, err := s.readAccess(token)
	if err != nil {
		return Identity{}, err
	}
	session, err := sessions.Alive(ctx, s.db, claims.Session, s.now())
	if errors.Is(err, models.ErrNotFound) {
		return Identity{}, ErrEnded
	}
	if err != nil {
		return Identity{}, err
	}
	if err := s.recordUse(ctx, session, claims.Counter); err != nil {
		return Identity{}, err
	}
	identity := Identity{
		User: session.User, Session: session.ID, Factor: session.Factor,
		Grace:   session.Grace && s.now().Sub(session.CreatedAt) < graceLife,
		Expires: claims.ExpiresAt, Life: claims.ExpiresAt.Sub(claims.IssuedAt), From: from,
	}
	// a copy of an older token opens nothing dangerous
	if session.SteppedUpAt != nil && claims.Counter == session.Counter {
		identity.SteppedUpAt = *session.SteppedUpAt
	}
	return identity, nil
}

// readAccess returns what an access token says, or ErrSignedOut.
func (s *SessionManager) readAccess(token string) (keys.AccessToken, error) {
	access, err := s.keys.ReadAccess(s.issuer, token, s.now)
	if errors.Is(err, keys.ErrToken) {
		err = ErrSignedOut
	}
	return access, err
}

// seenEvery is how exactly it is known when a session was last seen.
const seenEvery = 5 * time.Minute

func (s *SessionManager) recordUse(ctx context.Context, session sessions.Session, counter int64) error {
	if counter == session.Counter && session.ConfirmedCounter < counter {
		if err := sessions.Confirm(ctx, s.db, session.ID, counter); err != nil {
			return err
		}
	}
	now := s.now()
	if session.LastSeenAt != nil && now.Sub(*session.LastSeenAt) < seenEvery {
		return nil
	}
	return sessions.Touch(ctx, s.db, session.ID, now)
}

// Logout ends the session of every token that is genuine. An expired access
// token ends none; the refresh token lives longer.
func (s *SessionManager) Logout(ctx context.Context, shown Shown, from RequestDetails) error {
	for _, id := range s.shownSessions(shown).all() {
		if err := s.logout(ctx, id, from); err != nil && !errors.Is(err, models.ErrConflict) {
			return err
		}
	}
	return nil
}

func (s *SessionManager) logout(ctx context.Context, id uuid.UUID, from RequestDetails) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sessions.Revoke(ctx, tx, id, "logged out", s.now()); err != nil {
			return err
		}
		session, err := sessions.ByID(ctx, tx, id)
		if err != nil {
			return err
		}
		return s.recordOwn(ctx, tx, session.UserID, activity.LoggedOut, "", from)
	})
}

func alive(s sessions.Session, now time.Time) bool {
	return s.RevokedAt == nil && now.Before(s.IdleExpiresAt) && now.Before(s.AbsoluteExpiresAt) &&
		s.User.DisabledAt == nil
}
