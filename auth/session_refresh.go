package auth

import (
	"context"
	"errors"
	"time"

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
// that proves nothing, and ErrEnded when its session is over.
func (s *SessionManager) Refresh(ctx context.Context, token string, from RequestDetails) (Tokens, error) {
	id, n, err := s.keys.ReadRefresh(token)
	if err != nil {
		return Tokens{}, ErrSignedOut
	}
	for {
		session, err := sessions.ByID(ctx, s.db, id)
		if errors.Is(err, models.ErrNotFound) {
			return Tokens{}, ErrEnded
		}
		if err != nil {
			return Tokens{}, err
		}
		err = s.advance(ctx, &session, n, from)
		if errors.Is(err, models.ErrConflict) {
			continue // someone else rotated or ended it: look again
		}
		if err != nil {
			return Tokens{}, err
		}
		return s.issueTokens(session, s.now())
	}
}

// advance brings the session to the counter that the bearer of token n shall
// have. ErrConflict: the row changed since it was read.
func (s *SessionManager) advance(ctx context.Context, session *sessions.Session, n int64, from RequestDetails) error {
	now := s.now()
	if !alive(*session, now) {
		return ErrEnded
	}
	behind, since := session.Counter-n, sinceRotation(*session, now)
	switch {
	case behind < 0:
		return ErrSignedOut
	case behind == 0 && since < pause:
		return nil
	case behind == 0:
		return s.rotate(ctx, session, now)
	case behind == 1 && (since <= grace || session.ConfirmedCounter < session.Counter):
		return nil
	}
	return s.endReused(ctx, *session, now, from)
}

func (s *SessionManager) rotate(ctx context.Context, session *sessions.Session, now time.Time) error {
	expires := now.Add(s.lifetimes.idle())
	if err := sessions.Rotate(ctx, s.db, session.ID, session.Counter, now, expires); err != nil {
		return err
	}
	session.Counter++
	return nil
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
