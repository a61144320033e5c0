package stripesync

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/rates"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// store writes what Stripe said, and everything that follows from it, in one
// transaction that gives the lease back before it writes anything else: of two
// that hold it by mistake, one waits and then finds that it does not.
func (s *Syncer) store(ctx context.Context, c payments.Customer, token string, found snapshot.Snapshot) error {
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		before, err := notices.ReadKnown(ctx, tx, c)
		if err != nil {
			return err
		}
		if err := s.snapshots.Remember(ctx, tx, c, &found); err != nil {
			return err
		}
		if err := payments.FinishSync(ctx, tx, c.ID, token, c.DirtySeq, found.Details); err != nil {
			return err
		}
		if err := storeRows(ctx, tx, found); err != nil {
			return err
		}
		if err := rates.Note(ctx, tx, c, found.Subscriptions, s.clock.Now()); err != nil {
			return err
		}
		if err := payments.ClaimEvents(ctx, tx, c.ID); err != nil {
			return err
		}
		if err := closeCheckouts(ctx, tx, c, found); err != nil {
			return err
		}
		if err := s.grants.Regrant(ctx, tx, c, found); err != nil {
			return err
		}
		for _, fingerprint := range found.Trials {
			if err := s.trials.Note(ctx, tx, c, fingerprint); err != nil {
				return err
			}
		}
		if err := s.notices.Notify(ctx, tx, c, before, found); err != nil {
			return err
		}
		return rates.Count(ctx, tx, c.ID)
	})
}

func storeRows(ctx context.Context, tx *models.DB, found snapshot.Snapshot) error {
	if err := payments.StoreSubscriptions(ctx, tx, found.Subscriptions); err != nil {
		return err
	}
	if err := payments.StoreInvoices(ctx, tx, found.Invoices); err != nil {
		return err
	}
	if err := payments.StoreCharges(ctx, tx, found.Charges); err != nil {
		return err
	}
	return payments.StorePurchases(ctx, tx, found.Purchases)
}

// closeCheckouts ends the open attempt if Stripe says that its page did.
func closeCheckouts(ctx context.Context, tx *models.DB, c payments.Customer, found snapshot.Snapshot) error {
	open, err := payments.OpenCheckout(ctx, tx, c.UserID)
	if errors.Is(err, models.ErrNotFound) || err == nil && open.SessionID == nil {
		return nil
	}
	for _, session := range found.Checkouts {
		if err != nil || session.ID != *open.SessionID {
			continue
		}
		switch session.Status {
		case stripe.CheckoutSessionStatusComplete:
			err = payments.CloseCheckout(ctx, tx, open.ID, payments.CheckoutComplete)
		case stripe.CheckoutSessionStatusExpired:
			err = payments.CloseCheckout(ctx, tx, open.ID, payments.CheckoutExpired)
		case stripe.CheckoutSessionStatusOpen:
		}
	}
	return err
}
