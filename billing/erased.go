package billing

import (
	"context"
	"fmt"
	"time"

	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// AlertErased: something was paid for whose owner's account is deleted.
const AlertErased = "erased"

// endErased ends what somebody bought whose account is erased: nobody can log in
// to do so. An admin is asked to give the money back.
func (s *Service) endErased(ctx context.Context, c payments.Customer, found snapshot) error {
	user, err := users.ByID(ctx, s.db, c.UserID)
	if err != nil || user.ErasedAt == nil {
		return err
	}
	for _, sub := range found.subscriptions {
		if !isLive(sub.Status) {
			continue
		}
		if err := s.endLate(ctx, c, sub); err != nil {
			return err
		}
	}
	for _, p := range found.purchases {
		if p.PaidAt == nil || p.PaidAt.Before(user.ErasedAt.Truncate(time.Second)) {
			continue
		}
		if err := s.alertErased(ctx, c, p.ID, s.Name(p.ProductID)+" was paid for after that."); err != nil {
			return err
		}
	}
	return nil
}

// endLate: the alert comes first, so that a crash loses neither.
func (s *Service) endLate(ctx context.Context, c payments.Customer, sub payments.Subscription) error {
	if err := s.alertErased(ctx, c, sub.ID, "A subscription ("+s.Name(sub.PlanID)+") that began meanwhile was ended."); err != nil {
		return err
	}
	if err := s.end(ctx, sub.ID); err != nil {
		return err
	}
	_, err := payments.MarkDirty(ctx, s.db, c.ID)
	return err
}

func (s *Service) alertErased(ctx context.Context, c payments.Customer, id, what string) error {
	note := fmt.Sprintf("The account of %s is deleted. %s Please refund what was paid for it.", c.StripeID, what)
	return s.raiseNow(ctx, c, payments.Alert{Kind: AlertErased, ObjectID: id, Note: note})
}
