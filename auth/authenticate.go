package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

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
