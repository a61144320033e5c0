package auth

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
)

// This is how long what has ended is stored. The privacy policy says so.
const (
	retainSessions    = 90 * 24 * time.Hour // after they ended
	retainUnconfirmed = 30 * 24 * time.Hour // sign-ups
)

// Tidy deletes what nobody needs any more.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.core.now()
	return errors.Join(
		flows.DeleteOld(ctx, s.core.db, now.Add(-24*time.Hour)),
		throttles.DeleteOld(ctx, s.core.db, now.Add(-7*24*time.Hour)),
		users.DeleteOldExports(ctx, s.core.db, now),
		sessions.DeleteOld(ctx, s.core.db, now.Add(-retainSessions)),
		erasure.DeleteUnconfirmed(ctx, s.core.db, now.Add(-retainUnconfirmed)),
	)
}
