package auth

import (
	"context"
	"errors"

	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/sessions"
	"github.com/prokken/prokken/models/throttles"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/program"
)

// Tidy deletes what nobody needs any more. Package program says how long that is; the
// privacy policy tells it.
func (s *Service) Tidy(ctx context.Context) error {
	now := s.core.now()
	return errors.Join(
		flows.DeleteOld(ctx, s.core.db, now.Add(-program.ExpiredLinksKept)),
		throttles.DeleteOld(ctx, s.core.db, now.Add(-program.AttemptsKept)),
		users.DeleteOldExports(ctx, s.core.db, now),
		users.ForgetOldBounces(ctx, s.core.db, now.Add(-program.BounceMarksKept)),
		sessions.DeleteOld(ctx, s.core.db, now.Add(-program.SessionsKept)),
		erasure.DeleteUnconfirmed(ctx, s.core.db, now.Add(-program.UnconfirmedSignUpsKept)),
	)
}
