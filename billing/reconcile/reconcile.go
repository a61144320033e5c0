package reconcile

import (
	"context"
	"errors"
	"fmt"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing/rates"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// Difference is what a reconciliation found wrong, and mended.
type Difference struct {
	Customer payments.Customer
	What     string
}

// Reconcile syncs every customer, whatever hints came in, and tells progress
// after each: how many are done, and what was different. One that fails does not
// keep the others from it.
func (s *Reconciler) Reconcile(ctx context.Context, progress func(done int, found []Difference)) error {
	var problems []error
	done := 0
	for after := uuid.Nil; ; {
		some, err := payments.Customers(ctx, s.db, after, stripeapi.PageSize)
		if err != nil || len(some) == 0 {
			return errors.Join(append(problems, err)...)
		}
		for _, c := range some {
			after = c.ID
			found, err := s.reconcile(ctx, c)
			if err != nil {
				problems = append(problems, fmt.Errorf("%s: %w", c.StripeID, err))
			}
			done++
			progress(done, found)
			if ctx.Err() != nil {
				return errors.Join(append(problems, ctx.Err())...)
			}
		}
	}
}

func (s *Reconciler) reconcile(ctx context.Context, c payments.Customer) ([]Difference, error) {
	before, err := payments.SubscriptionsBy(ctx, s.db, c.ID)
	if err == nil {
		_, err = payments.MarkDirty(ctx, s.db, c.ID)
	}
	if err == nil {
		err = s.sync.Sync(ctx, c.ID)
	}
	if err != nil {
		return nil, err
	}
	after, err := payments.SubscriptionsBy(ctx, s.db, c.ID)
	return differences(c, before, after), err
}

func differences(c payments.Customer, before, after []payments.Subscription) []Difference {
	known := map[string]payments.Subscription{}
	for _, sub := range before {
		known[sub.ID] = sub
	}
	var all []Difference
	for _, sub := range after {
		old, had := known[sub.ID]
		switch {
		case !had:
			all = append(all, Difference{c, sub.ID + " was not known here"})
		case old.Status != sub.Status:
			all = append(all, Difference{c, fmt.Sprintf("%s is %s, not %s", sub.ID, sub.Status, old.Status)})
		case old.PlanID != sub.PlanID || old.Quantity != sub.Quantity || !old.CurrentPeriodEnd.Equal(sub.CurrentPeriodEnd):
			all = append(all, Difference{c, sub.ID + " has another plan, quantity or period"})
		case old.Next.PriceID != sub.Next.PriceID || old.Next.Quantity != sub.Next.Quantity:
			all = append(all, Difference{c, sub.ID + " has another change scheduled"})
		}
	}
	return all
}

// nightly is the hour (UTC) of the day at which everything is compared.
const nightly = 3

// Hourly reminds people, forgets whose trial or account was long ago, follows hints whose job was
// lost, counts whom no sync has counted, and at night compares everything with Stripe.
func (s *Reconciler) Hourly(ctx context.Context) error {
	err := errors.Join(s.notices.Remind(ctx), s.followUp(ctx), s.trials.Forget(ctx), s.forgetPayments(ctx), s.countAll(ctx))
	if s.clock.Now().Hour() == nightly {
		err = errors.Join(err, s.hintAll(ctx, payments.Customers))
	}
	return err
}

// forgetPayments deletes the records of accounts that were deleted long ago.
func (s *Reconciler) forgetPayments(ctx context.Context) error {
	return payments.DeleteRecords(ctx, s.db, s.clock.Now().Add(-program.PaymentRecordsKept))
}

// followUp has hints followed again that wait: their job may have been given
// up, or they came just as the charge that they are about was stored.
func (s *Reconciler) followUp(ctx context.Context) error {
	return errors.Join(s.hintAll(ctx, payments.DirtyCustomers), s.hintAll(ctx, payments.UnclaimedCustomers))
}

// countAll notes what customers pay whom no sync has counted yet, one in each transaction. It is done once,
// for those who were there before movements were noted.
func (s *Reconciler) countAll(ctx context.Context) error {
	for after := uuid.Nil; ; {
		some, err := payments.Uncounted(ctx, s.db, after, stripeapi.PageSize)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, c := range some {
			after = c.ID
			err := s.db.Transaction(ctx, func(tx *models.DB) error {
				if err := payments.LockCustomer(ctx, tx, c.ID); err != nil {
					return err
				}
				return rates.Count(ctx, tx, c.ID)
			})
			if err != nil {
				return err
			}
		}
	}
}

// hintAll leaves a hint about each customer of the list, so that a job fetches it.
func (s *Reconciler) hintAll(
	ctx context.Context,
	list func(context.Context, *models.DB, uuid.UUID, int) ([]payments.Customer, error),
) error {
	for after := uuid.Nil; ; {
		some, err := list(ctx, s.db, after, stripeapi.PageSize)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, c := range some {
			if _, err := payments.MarkDirty(ctx, s.db, c.ID); err != nil {
				return err
			}
		}
		after = some[len(some)-1].ID
	}
}
