package auth

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/models/users"
)

// A link or a step can be used for this long.
const (
	linkLife    = 24 * time.Hour     // confirm an address
	resetLife   = 30 * time.Minute   // choose a new password
	stepLife    = 10 * time.Minute   // the second step of a log-in
	warningLife = 7 * 24 * time.Hour // "this was not me", and what can be undone
)

// newFlow stores a flow that works for a while.
func (s *core) newFlow(ctx context.Context, tx *models.DB, f flows.Flow, life time.Duration) (uuid.UUID, error) {
	now := s.now()
	f.ID, f.CreatedAt, f.ExpiresAt = models.NewID(), now, now.Add(life)
	return f.ID, flows.Create(ctx, tx, &f)
}

func (s *core) openLink(ctx context.Context, token string, kind flows.Kind) (flows.Flow, error) {
	id, err := s.keys.ReadLinkToken(token)
	if err != nil {
		return flows.Flow{}, ErrLink
	}
	flow, err := flows.Open(ctx, s.db, id, kind, s.now())
	if errors.Is(err, models.ErrNotFound) {
		return flows.Flow{}, ErrLink
	}
	return flow, err
}

// consumeFlow uses the flow up and does what it is for, in one transaction. Of several
// at once one does it; the others get ErrLink.
func (s *core) consumeFlow(ctx context.Context, flow flows.Flow, do func(tx *models.DB) error) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		err := flows.Consume(ctx, tx, flow.ID, s.now())
		if errors.Is(err, models.ErrConflict) {
			return ErrLink
		}
		if err != nil {
			return err
		}
		return do(tx)
	})
}

// flowOwner returns the user that a flow belongs to.
func (s *core) flowOwner(ctx context.Context, flow flows.Flow) (users.User, error) {
	user, err := users.ByID(ctx, s.db, *flow.UserID)
	if errors.Is(err, models.ErrNotFound) || err == nil && (user.ErasedAt != nil || user.DisabledAt != nil) {
		return user, ErrLink
	}
	return user, err
}
