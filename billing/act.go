package billing

import (
	"context"
	"errors"
	"log/slog"
	"net/http"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// act does something about a customer at Stripe, and has our copy follow: at once
// where it was done or our copy is old (a refusal, which is models.ErrConflict
// then), and by the queue where nobody knows (a lost answer). That the copy could not follow at once is no
// failure of the act: the queue goes on trying.
func (s *Service) act(ctx context.Context, customer payments.Customer, do func(context.Context) error) error {
	limited, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	err := explain(do(limited))
	switch {
	case err == nil:
		s.warn(ctx, customer, s.follow(limited, customer))
	case isOutdated(err):
		err = s.outdated(limited, customer, err)
	default:
		s.warn(ctx, customer, s.followLater(ctx, customer))
	}
	return blame(limited, err)
}

// isOutdated reports whether Stripe refused what our copy offers, for which it is
// most likely too old, or we saw ourselves that it is.
func isOutdated(err error) bool {
	if errors.Is(err, models.ErrConflict) {
		return true
	}
	var refusal *stripe.Error
	if !errors.As(err, &refusal) || refusal.Type != stripe.ErrorTypeInvalidRequest {
		return false
	}
	return refusal.HTTPStatusCode == http.StatusBadRequest || refusal.HTTPStatusCode == http.StatusNotFound
}

// outdated has our copy follow at once, and is models.ErrConflict besides.
func (s *Service) outdated(ctx context.Context, customer payments.Customer, refused error) error {
	slog.WarnContext(ctx, "Stripe refused what our copy offers", "customer", customer.StripeID, "error", refused)
	s.warn(ctx, customer, s.follow(ctx, customer))
	return errors.Join(models.ErrConflict, refused)
}

func (s *Service) warn(ctx context.Context, customer payments.Customer, err error) {
	if err != nil {
		slog.WarnContext(ctx, "the copy of a customer follows an act later", "customer", customer.StripeID, "error", err)
	}
}

// followLater leaves a hint and a job that follows it, even where nobody waits for
// the answer any more.
func (s *Service) followLater(ctx context.Context, customer payments.Customer) error {
	ctx = context.WithoutCancel(ctx)
	return s.db.Transaction(ctx, func(tx *models.DB) error {
		if _, err := payments.MarkDirty(ctx, tx, customer.ID); err != nil {
			return err
		}
		return s.settings.Queue.SyncCustomer(ctx, tx, customer.ID)
	})
}
