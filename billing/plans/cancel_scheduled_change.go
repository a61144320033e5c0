package plans

import (
	"context"

	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// CancelScheduledChange takes a scheduled change back: the plan stays as it is. It is
// safe many times; it returns models.ErrConflict where the change has been made
// meanwhile.
func (s *Changer) CancelScheduledChange(ctx context.Context, user users.User) error {
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	switch {
	case err != nil:
		return err
	case !has:
		return subscriptions.ErrNoPlan
	case sub.Next.At == nil:
		return nil
	case sub.Next.PlanID == "":
		return validation.Errors{
			"plan": "This change was not made here. Please contact us, and we will see what we can do.",
		}
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	if err := s.sync.Act(ctx, customer, func(ctx context.Context) error { return s.schedules.Release(ctx, sub.ScheduleID) }); err != nil {
		return err
	}
	after, _, err := subscriptions.Current(ctx, s.db, user.ID)
	if err == nil && after.ID == sub.ID && (after.PriceID != sub.PriceID || after.Quantity != sub.Quantity) {
		err = models.ErrConflict
	}
	return err
}
