package auth

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
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

// Login starts a session. It returns ErrCredentials for a wrong password, an
// unknown address and one that is not confirmed alike, in the same time: whoever
// signs up with an address must not learn here whether it had an account.
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
	case !matches || user.ID == uuid.Nil || user.VerifiedAt == nil:
		return user, ErrCredentials
	case user.DisabledAt != nil:
		return user, ErrDisabled
	}
	return user, nil
}

// longestUserAgent is what is kept of a browser's name for itself.
const longestUserAgent = 300

func clip(userAgent string) string {
	userAgent = strings.ReplaceAll(strings.ToValidUTF8(userAgent, ""), "\x00", "")
	return strings.ToValidUTF8(userAgent[:min(len(userAgent), longestUserAgent)], "")
}

func (s *Service) mint(session models.Session, now time.Time) (Tokens, error) {
	access, err := s.signAccess(session.UserID, session.ID, session.Counter, now)
	return Tokens{Access: access, Refresh: s.keys.signRefresh(session.ID, session.Counter), User: session.User}, err
}
