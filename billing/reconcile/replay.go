package reconcile

import (
	"context"
	"errors"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// Replay has the customer of an event synced again, in the transaction of its entry in the
// activity log.
func (s *Reconciler) Replay(ctx context.Context, tx *models.DB, eventID string) (payments.Customer, error) {
	event, err := payments.Event(ctx, tx, eventID)
	if err != nil {
		return payments.Customer{}, err
	}
	c, err := payments.CustomerByStripeID(ctx, tx, event.Customer)
	if errors.Is(err, models.ErrNotFound) {
		return c, validation.Errors{"event": "No customer here belongs to that event, so there is nothing to replay."}
	}
	if err != nil {
		return c, err
	}
	return payments.MarkDirty(ctx, tx, c.ID)
}

// SyncNow compares a customer with Stripe, and tells what was different.
func (s *Reconciler) SyncNow(ctx context.Context, customer payments.Customer) ([]Difference, error) {
	ctx, cancel := s.sync.ForPage(ctx)
	defer cancel()
	found, err := s.reconcile(ctx, customer)
	return found, stripeapi.AsTimeout(ctx, err)
}
