package billing

import (
	"context"
	"log/slog"

	"github.com/prokken/prokken/models"
)

// act does something about a customer at Stripe, and has our copy follow: at once
// where it was done, and by the queue where nobody knows (a lost answer) or where
// our copy may be old (a refusal). That the copy could not follow at once is no
// failure of the act: the queue goes on trying.
func (s *Service) act(ctx context.Context, customer models.BillingCustomer, do func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	if err := do(limited); err != nil {
		s.warn(ctx, customer, s.followLater(ctx, customer))
		return blame(limited, explain(err))
	}
	s.warn(ctx, customer, s.follow(limited, customer))
	return nil
}

func (s *Service) warn(ctx context.Context, customer models.BillingCustomer, err error) {
	if err != nil {
		slog.WarnContext(ctx, "the copy of a customer follows an act later", "customer", customer.StripeID, "error", err)
	}
}

// followLater leaves a hint and a job that follows it, even where nobody waits for
// the answer any more.
func (s *Service) followLater(ctx context.Context, customer models.BillingCustomer) error {
	ctx = context.WithoutCancel(ctx)
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := tx.MarkDirty(ctx, customer.ID); err != nil {
			return err
		}
		return s.settings.EnqueueSync(ctx, tx, customer.ID)
	})
}
