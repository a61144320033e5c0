package stripesync

import (
	"context"
	"errors"
	"log/slog"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Act does something about a customer at Stripe, and has our copy follow: at once
// where it was done or our copy is old (a refusal, which is models.ErrConflict
// then), and by the queue where nobody knows (a lost answer). That the copy could not follow at once is no
// failure of the act: the queue goes on trying.
func (s *Syncer) Act(ctx context.Context, customer payments.Customer, do func(context.Context) error) error {
	limited, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	err := stripeapi.Classify(do(limited))
	switch {
	case err == nil:
		s.Warn(ctx, customer, s.Follow(limited, customer))
	case stripeapi.IsOutdated(err):
		err = s.Outdated(limited, customer, err)
	default:
		s.Warn(ctx, customer, s.followLater(ctx, customer))
	}
	return stripeapi.AsTimeout(limited, err)
}

// ForPage returns a context that ends when a page has waited for Stripe long enough.
func (s *Syncer) ForPage(ctx context.Context) (context.Context, context.CancelFunc) {
	return s.stripe.ForPage(ctx)
}

// Outdated syncs at once, and returns models.ErrConflict with the refusal.
func (s *Syncer) Outdated(ctx context.Context, customer payments.Customer, refused error) error {
	slog.WarnContext(ctx, "Stripe refused what our copy offers", "customer", customer.StripeID, "error", refused)
	s.Warn(ctx, customer, s.Follow(ctx, customer))
	return errors.Join(models.ErrConflict, refused)
}

// Warn logs the error, if there is one, with which our copy could not follow an act;
// the queue tries again.
func (s *Syncer) Warn(ctx context.Context, customer payments.Customer, err error) {
	if err != nil {
		slog.WarnContext(ctx, "the copy of a customer follows an act later", "customer", customer.StripeID, "error", err)
	}
}

// followLater leaves a hint, which a job will follow, even where nobody waits for
// the answer any more.
func (s *Syncer) followLater(ctx context.Context, customer payments.Customer) error {
	_, err := payments.MarkDirty(context.WithoutCancel(ctx), s.db, customer.ID)
	return err
}

// Follow syncs at once, and leaves it to the queue if that fails.
func (s *Syncer) Follow(ctx context.Context, customer payments.Customer) error {
	limited, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	err := stripeapi.AsTimeout(limited, s.Finish(limited, customer))
	if err == nil {
		return nil
	}
	later := s.followLater(ctx, customer)
	switch {
	case errors.Is(err, ErrBusy):
		err = nil // whoever is at it is not late yet
	case errors.Is(err, stripeapi.ErrUnknownCustomer):
		slog.WarnContext(ctx, "a purchase cannot be followed", "error", err)
		err = nil // the page says that it waits; the queue goes on trying
	}
	return errors.Join(err, later)
}
