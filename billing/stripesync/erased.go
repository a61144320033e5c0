package stripesync

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/money"
)

// endErased ends what somebody bought whose account is erased: nobody can log in
// to do so. An admin is asked to give the money back.
func (s *Syncer) endErased(ctx context.Context, c payments.Customer, found snapshot.Snapshot) error {
	user, err := users.ByID(ctx, s.db, c.UserID)
	if err != nil || user.ErasedAt == nil {
		return err
	}
	for _, sub := range found.Subscriptions {
		if !subscriptions.IsLive(sub.Status) {
			continue
		}
		if err := s.endLate(ctx, c, sub); err != nil {
			return err
		}
	}
	for _, p := range found.Purchases {
		if p.PaidAt == nil || p.PaidAt.Before(user.ErasedAt.Truncate(time.Second)) {
			continue
		}
		if err := s.alertErased(ctx, c, p.ID, s.catalog.Name(p.ProductID)+" was paid for after that."); err != nil {
			return err
		}
	}
	return nil
}

// endLate: the alert comes first, so that a crash loses neither.
func (s *Syncer) endLate(ctx context.Context, c payments.Customer, sub payments.Subscription) error {
	if err := s.alertErased(ctx, c, sub.ID, "A subscription ("+s.catalog.Name(sub.PlanID)+") that began meanwhile was ended."); err != nil {
		return err
	}
	if err := s.stripe.EndSubscription(ctx, sub.ID); err != nil {
		return err
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}

// deleteErased deletes at Stripe the customer of an account that is erased: what was paid
// stays there without a name. The erasure marks the customer, so that a sync that Stripe does
// not answer is done again, and one whose answer was lost finds nothing to do.
func (s *Syncer) deleteErased(ctx context.Context, c payments.Customer, found snapshot.Snapshot) error {
	user, err := users.ByID(ctx, s.db, c.UserID)
	if err != nil || user.ErasedAt == nil || found.Details.Deleted {
		return err
	}
	if credit := found.Details.Credit(); credit > 0 { // it goes with the customer
		owed := "Credit of " + money.Full(credit, found.Details.Currency) + " was left."
		if err := s.alertErased(ctx, c, c.StripeID, owed); err != nil {
			return err
		}
	}
	if err := s.stripe.DeleteCustomer(ctx, c.StripeID); err != nil {
		return err
	}
	_, err = payments.MarkDirty(ctx, s.db, c.ID)
	return err
}

func (s *Syncer) alertErased(ctx context.Context, c payments.Customer, id, what string) error {
	note := fmt.Sprintf("The account of %s is deleted. %s Please refund what was paid for it.", c.StripeID, what)
	return s.notices.RaiseNow(ctx, c, payments.Alert{Kind: notices.AlertErased, ObjectID: id, Note: note})
}
