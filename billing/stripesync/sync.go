package stripesync

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ErrBusy says that someone else has been fetching this customer for too long to wait,
// or was killed and left its lease, which ends within a minute. To a person that is
// [stripeapi.ErrUnavailable]; a job has to look again soon.
var ErrBusy = fmt.Errorf("%w: the customer is being synced by someone else", stripeapi.ErrUnavailable)

const (
	// rounds is how often hints that come in meanwhile are followed before we give up.
	rounds    = 8
	syncLimit = 40 * time.Second
	leaseTime = time.Minute // longer than syncLimit: nobody fetches without a lease
	leasePoll = 50 * time.Millisecond
)

// Sync copies what Stripe knows of a customer, and again while hints come in.
// Whoever has a hint stores it first (models.DB.MarkDirty); then no hint is
// lost: either the copy is newer than it, or Sync returns an error and has to
// be called again.
func (s *Syncer) Sync(ctx context.Context, customerID uuid.UUID) error {
	ctx, cancel := context.WithTimeout(ctx, syncLimit)
	defer cancel()
	return s.sync(ctx, customerID, s.stripe.Limits.JobLease)
}

func (s *Syncer) sync(ctx context.Context, customerID uuid.UUID, wait time.Duration) error {
	for range rounds {
		clean, err := s.syncOnce(ctx, customerID, wait)
		if err != nil || clean {
			return err
		}
	}
	return fmt.Errorf("%w: hints come in faster than they are followed", ErrBusy)
}

// syncOnce reports whether the copy is as new as the last hint. If someone else
// has followed that one, there is nothing left to do: of many hints about one
// customer most cost nothing.
func (s *Syncer) syncOnce(ctx context.Context, customerID uuid.UUID, wait time.Duration) (bool, error) {
	token := rand.Text()
	customer, err := s.lease(ctx, customerID, token, wait)
	if err != nil {
		return false, err
	}
	if customer.SyncedSeq >= customer.DirtySeq {
		return true, payments.ReleaseCustomer(ctx, s.db, customerID, token)
	}
	if err := s.copy(ctx, customer, token); err != nil {
		return false, errors.Join(
			err,
			payments.FailSync(context.WithoutCancel(ctx), s.db, customerID, token, err.Error()),
		)
	}
	after, err := payments.CustomerOf(ctx, s.db, customer.UserID)
	return after.DirtySeq <= customer.DirtySeq, err
}

// lease takes the right to fetch, before anything is fetched: a slow old answer
// could otherwise overwrite a newer one.
func (s *Syncer) lease(ctx context.Context, id uuid.UUID, token string, wait time.Duration) (payments.Customer, error) {
	giveUp := time.Now().Add(wait)
	for {
		now := models.Now()
		customer, err := payments.LeaseCustomer(ctx, s.db, id, token, now, now.Add(leaseTime))
		if !errors.Is(err, models.ErrConflict) {
			return customer, err
		}
		if time.Now().After(giveUp) {
			return payments.Customer{}, ErrBusy
		}
		select {
		case <-ctx.Done():
			return payments.Customer{}, ctx.Err()
		case <-time.After(leasePoll):
		}
	}
}

func (s *Syncer) copy(ctx context.Context, customer payments.Customer, token string) error {
	found, err := s.snapshots.Fetch(ctx, customer)
	if err != nil {
		return err
	}
	if err := s.cancelSecond(ctx, customer, found); err != nil { // first: a crash leaves it to the next sync
		return err
	}
	if err := s.endErased(ctx, customer, found); err != nil {
		return err
	}
	if err := s.tellAddress(ctx, customer, &found); err != nil {
		return err
	}
	if err := s.endSecondTrial(ctx, customer, found); err != nil {
		return err
	}
	if err := s.endReversed(ctx, customer, found); err != nil {
		return err
	}
	if err := s.deleteErased(ctx, customer, found); err != nil { // last: the alerts and ends before it need the customer
		return err
	}
	return s.store(ctx, customer, token, found)
}

// Finish copies what was bought, which also closes the checkout; the next look
// finds the subscription.
func (s *Syncer) Finish(ctx context.Context, customer payments.Customer) error {
	if _, err := payments.MarkDirty(ctx, s.db, customer.ID); err != nil {
		return err
	}
	return s.sync(ctx, customer.ID, s.stripe.Limits.PageLease)
}
