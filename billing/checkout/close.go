package checkout

import (
	"context"
	"errors"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ClosePage ends the checkout that the user has open.
func (s *Seller) ClosePage(ctx context.Context, userID uuid.UUID) error {
	open, err := payments.OpenCheckout(ctx, s.db, userID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return nil
	case err != nil:
		return err
	case open.SessionID == nil:
		return payments.AbandonCheckout(ctx, s.db, open.ID)
	}
	return s.expire(ctx, open)
}
