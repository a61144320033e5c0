package billing

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ErrAlreadySubscribed: nobody pays twice for one thing.
var ErrAlreadySubscribed = errors.New("you have a subscription already")

// HasAccess reports whether a subscription in this state opens what it pays
// for. A state that we do not know does not.
func HasAccess(status string) bool {
	switch stripe.SubscriptionStatus(status) {
	case stripe.SubscriptionStatusActive, stripe.SubscriptionStatusTrialing, stripe.SubscriptionStatusPastDue:
		return true
	default:
		return false
	}
}

// isLive reports whether money may still flow; a state that we do not know may.
func isLive(status string) bool {
	switch stripe.SubscriptionStatus(status) {
	case stripe.SubscriptionStatusCanceled, stripe.SubscriptionStatusIncompleteExpired:
		return false
	default:
		return true
	}
}

// Current is the subscription that counts: the newest with access, else the
// newest that has not ended. It comes from the database alone.
func (s *Service) Current(ctx context.Context, userID uuid.UUID) (payments.Subscription, bool, error) {
	all, err := payments.SubscriptionsOf(ctx, s.db, userID)
	if err != nil {
		return payments.Subscription{}, false, err
	}
	for _, counts := range []func(string) bool{HasAccess, isLive} {
		i := slices.IndexFunc(all, func(sub payments.Subscription) bool { return counts(sub.Status) })
		if i >= 0 {
			return all[i], true, nil
		}
	}
	return payments.Subscription{}, false, nil
}

// refuseSecond is ErrAlreadySubscribed for those who have a live subscription.
func (s *Service) refuseSecond(ctx context.Context, userID uuid.UUID) error {
	_, has, err := s.Current(ctx, userID)
	if err == nil && has {
		err = ErrAlreadySubscribed
	}
	return err
}

// Invoices are the newest thousand that the user got, newest first, from the
// database alone.
func (s *Service) Invoices(ctx context.Context, userID uuid.UUID) ([]payments.Invoice, error) {
	customer, err := payments.CustomerOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) {
		return []payments.Invoice{}, nil
	}
	if err != nil {
		return nil, err
	}
	return payments.InvoicesBy(ctx, s.db, customer.ID, 1000)
}
