package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/sessions"
)

// This is how rotation works. A session row counts its refresh tokens; the token with
// the row's counter is the current one. A refresh moves the counter from n to
// n+1 by compare-and-set, so one of many racing requests wins. The others hold
// the token one behind and get the same n+1, as long as
//
//   - the rotation was at most grace ago (racing tabs), or
//   - n+1 was never seen in use (the answer was lost on its way).
//
// Any older token is a stolen or replayed one: the session ends and its owner
// is told. Within pause of a rotation the current token is answered with itself.
const (
	grace = 30 * time.Second
	pause = 60 * time.Second
)

// Refresh gives new tokens for a refresh token. It returns ErrSignedOut for one
// that proves nothing, and ErrEnded when its session is over. What usually comes, the
// current token of a session that is alive, costs one statement.
func (s *SessionManager) Refresh(ctx context.Context, token string, from RequestDetails) (Tokens, error) {
	id, n, err := s.keys.ReadRefresh(token)
	if err != nil {
		return Tokens{}, ErrSignedOut
	}
	for {
		tokens, err := s.rotate(ctx, id, n)
		if errors.Is(err, models.ErrConflict) {
			tokens, err = s.answerOther(ctx, id, n, from)
		}
		if !errors.Is(err, models.ErrConflict) {
			return tokens, err
		}
	}
}

// rotate moves the session on from the counter n, and returns the next tokens. ErrConflict: the
// row is not as it was supposed to be.
func (s *SessionManager) rotate(ctx context.Context, id uuid.UUID, n int64) (Tokens, error) {
	now := s.now()
	user, err := sessions.Rotate(ctx, s.db, sessions.Rotation{
		Session: id, Counter: n, Now: now, IdleExpiresAt: now.Add(s.lifetimes.idle()), RotatedBefore: now.Add(-pause),
	})
	if err != nil {
		return Tokens{}, err
	}
	return s.issueTokens(sessions.Session{ID: id, UserID: user, Counter: n + 1}, now)
}

// answerOther answers the bearer of the token n where it is not the current one of a session that is
// alive, or was rotated to just now. ErrConflict: the row has changed meanwhile, and n can be rotated.
func (s *SessionManager) answerOther(ctx context.Context, id uuid.UUID, n int64, from RequestDetails) (Tokens, error) {
	session, err := sessions.ByID(ctx, s.db, id)
	if errors.Is(err, models.ErrNotFound) {
		return Tokens{}, ErrEnded
	}
	if err != nil {
		return Tokens{}, err
	}
	now := s.now()
	if !alive(session, now) {
		return Tokens{}, ErrEnded
	}
	behind, since := session.Counter-n, sinceRotation(session, now)
	switch {
	case behind < 0:
		return Tokens{}, ErrSignedOut
	case behind == 0 && since >= pause:
		return Tokens{}, models.ErrConflict
	case behind == 0, behind == 1 && (since <= grace || session.ConfirmedCounter < session.Counter):
		return s.issueTokens(session, now)
	}
	return Tokens{}, s.endReused(ctx, session, now, from)
}

// endReused ends a session whose old token came back, and tells its owner.
func (s *SessionManager) endReused(
	ctx context.Context, session sessions.Session, now time.Time, from RequestDetails,
) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := sessions.Revoke(ctx, tx, session.ID, "refresh token reused", now); err != nil {
			return err
		}
		browser := BrowserWords(session.UserAgent)
		err := s.recordActivity(ctx, tx, nil, &session.UserID, activity.TokenReused, browser, from)
		if err != nil {
			return err
		}
		return s.warn(ctx, tx, session.User, from, func(w letter.Warning) letter.Content {
			return letter.SessionReused{Warning: w}
		})
	})
	if err != nil {
		return err
	}
	return ErrEnded
}

// sinceRotation returns how long ago the session rotated, which is the longest
// possible time if it never did.
func sinceRotation(s sessions.Session, now time.Time) time.Duration {
	if s.RotatedAt == nil {
		return time.Duration(1<<63 - 1)
	}
	return now.Sub(*s.RotatedAt)
}
