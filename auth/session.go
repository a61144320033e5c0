package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// How rotation works. A session row counts its refresh tokens; the token with
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

// Tokens are what a browser holds of a session.
type Tokens struct {
	Access, Refresh string
	User            models.User
}

// Identity is who a request comes from.
type Identity struct {
	User    models.User
	Session uuid.UUID
	Expires time.Time // of the access token
	Life    time.Duration
}

// Login starts a session. It returns ErrCredentials for a wrong password and an
// unknown address alike, in the same time.
func (s *Service) Login(ctx context.Context, email, password, userAgent string) (Tokens, error) {
	user, err := s.checkLogin(ctx, email, password)
	if err != nil {
		return Tokens{}, err
	}
	now := s.now()
	session := models.Session{
		ID: models.NewID(), UserID: user.ID, User: user, ConfirmedCounter: -1, UserAgent: clip(userAgent),
		IdleExpiresAt: now.Add(s.lifetimes.idle()), AbsoluteExpiresAt: now.Add(s.lifetimes.absolute),
	}
	if err := s.db.CreateSession(ctx, &session); err != nil {
		return Tokens{}, err
	}
	return s.mint(session, now)
}

func (s *Service) checkLogin(ctx context.Context, typed, password string) (models.User, error) {
	user := models.User{PasswordHash: dummyHash}
	email, ok := normalEmail(typed)
	if ok {
		switch found, err := s.db.UserByEmail(ctx, email); {
		case err == nil:
			user = found
		case !errors.Is(err, models.ErrNotFound):
			return user, err
		}
	}
	matches, err := s.hasher.matches(ctx, password, user.PasswordHash)
	switch {
	case err != nil:
		return user, err
	case !matches || user.ID == uuid.Nil:
		return user, ErrCredentials
	case user.DisabledAt != nil:
		return user, ErrDisabled
	case user.VerifiedAt == nil:
		return user, ErrUnverified
	}
	return user, nil
}

// longestUserAgent is what is kept of a browser's name for itself.
const longestUserAgent = 300

func clip(userAgent string) string {
	userAgent = strings.ReplaceAll(strings.ToValidUTF8(userAgent, ""), "\x00", "")
	return strings.ToValidUTF8(userAgent[:min(len(userAgent), longestUserAgent)], "")
}

// Refresh gives new tokens for a refresh token. It returns ErrSignedOut for one
// that proves nothing, and ErrEnded when its session is over.
func (s *Service) Refresh(ctx context.Context, token string) (Tokens, error) {
	id, n, err := s.keys.parseRefresh(token)
	if err != nil {
		return Tokens{}, err
	}
	for {
		session, err := s.db.SessionByID(ctx, id)
		if errors.Is(err, models.ErrNotFound) {
			return Tokens{}, ErrEnded
		}
		if err != nil {
			return Tokens{}, err
		}
		err = s.advance(ctx, &session, n)
		if errors.Is(err, models.ErrConflict) {
			continue // someone else rotated or ended it: look again
		}
		if err != nil {
			return Tokens{}, err
		}
		return s.mint(session, s.now())
	}
}

// advance brings the session to the counter that the bearer of token n shall
// have. ErrConflict: the row changed since it was read.
func (s *Service) advance(ctx context.Context, session *models.Session, n int64) error {
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
	return s.endReused(ctx, *session, now)
}

func (s *Service) rotate(ctx context.Context, session *models.Session, now time.Time) error {
	expires := now.Add(s.lifetimes.idle())
	if err := s.db.RotateSession(ctx, session.ID, session.Counter, now, expires); err != nil {
		return err
	}
	session.Counter++
	return nil
}

// endReused ends a session whose old token came back, and tells its owner.
func (s *Service) endReused(ctx context.Context, session models.Session, now time.Time) error {
	err := s.db.Transaction(ctx, func(tx *models.DB) error {
		if err := tx.RevokeSession(ctx, session.ID, "refresh token reused", now); err != nil {
			return err
		}
		return s.send(ctx, tx, mail.Letter{Kind: mail.SessionReused, To: session.User.Email})
	})
	if err != nil {
		return err
	}
	return ErrEnded
}

// Authenticate says whose an access token is. The session row is asked every
// time, so that an ended session ends at once. One query; the first use of a
// token adds a write that confirms it.
func (s *Service) Authenticate(ctx context.Context, token string) (Identity, error) {
	claims, err := s.parseAccess(token)
	if err != nil {
		return Identity{}, err
	}
	session, err := s.db.SessionByID(ctx, claims.Session)
	if errors.Is(err, models.ErrNotFound) {
		return Identity{}, ErrEnded
	}
	if err != nil {
		return Identity{}, err
	}
	if !alive(session, s.now()) {
		return Identity{}, ErrEnded
	}
	if claims.Counter == session.Counter && session.ConfirmedCounter < claims.Counter {
		if err := s.db.ConfirmSession(ctx, session.ID, claims.Counter); err != nil {
			return Identity{}, err
		}
	}
	life := claims.ExpiresAt.Sub(claims.IssuedAt.Time)
	return Identity{User: session.User, Session: session.ID, Expires: claims.ExpiresAt.Time, Life: life}, nil
}

// Logout ends the session of whichever token is genuine. An expired access
// token does not; the refresh token lives longer.
func (s *Service) Logout(ctx context.Context, access, refresh string) error {
	ids := map[uuid.UUID]bool{}
	if claims, err := s.parseAccess(access); err == nil {
		ids[claims.Session] = true
	}
	if id, _, err := s.keys.parseRefresh(refresh); err == nil {
		ids[id] = true
	}
	for id := range ids {
		err := s.db.RevokeSession(ctx, id, "logged out", s.now())
		if err != nil && !errors.Is(err, models.ErrConflict) {
			return err
		}
	}
	return nil
}

func alive(s models.Session, now time.Time) bool {
	return s.RevokedAt == nil && now.Before(s.IdleExpiresAt) && now.Before(s.AbsoluteExpiresAt) && s.User.DisabledAt == nil
}

// sinceRotation is how long ago the session rotated; for ever, if it never did.
func sinceRotation(s models.Session, now time.Time) time.Duration {
	if s.RotatedAt == nil {
		return time.Duration(1<<63 - 1)
	}
	return now.Sub(*s.RotatedAt)
}

func (s *Service) mint(session models.Session, now time.Time) (Tokens, error) {
	access, err := s.signAccess(session.UserID, session.ID, session.Counter, now)
	return Tokens{Access: access, Refresh: s.keys.signRefresh(session.ID, session.Counter), User: session.User}, err
}
