package subscriptions

import (
	"context"
	"errors"
	"slices"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ErrAlreadySubscribed says that the user has a plan: nobody pays twice for one thing.
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

// IsUnpaid reports whether a renewal of a subscription could not be collected.
func IsUnpaid(status string) bool {
	return status == string(stripe.SubscriptionStatusPastDue) || status == string(stripe.SubscriptionStatusUnpaid)
}

// IsLive reports whether money may still flow; a state that we do not know may.
func IsLive(status string) bool {
	switch stripe.SubscriptionStatus(status) {
	case stripe.SubscriptionStatusCanceled, stripe.SubscriptionStatusIncompleteExpired:
		return false
	default:
		return true
	}
}

// Current returns the subscription that counts: the newest with access, else the
// newest that has not ended. It comes from the database alone.
func Current(ctx context.Context, db *models.DB, userID uuid.UUID) (payments.Subscription, bool, error) {
	all, err := payments.SubscriptionsOf(ctx, db, userID)
	if err != nil {
		return payments.Subscription{}, false, err
	}
	for _, counts := range []func(string) bool{HasAccess, IsLive} {
		i := slices.IndexFunc(all, func(sub payments.Subscription) bool { return counts(sub.Status) })
		if i >= 0 {
			return all[i], true, nil
		}
	}
	return payments.Subscription{}, false, nil
}

// RefuseSecond returns ErrAlreadySubscribed for those who have a live subscription.
func RefuseSecond(ctx context.Context, db *models.DB, userID uuid.UUID) error {
	_, has, err := Current(ctx, db, userID)
	if err == nil && has {
		err = ErrAlreadySubscribed
	}
	return err
}

// Find returns a subscription; models.ErrNotFound for what is not the customer's.
func Find(ctx context.Context, db *models.DB, customer payments.Customer, id string) (payments.Subscription, error) {
	all, err := payments.SubscriptionsBy(ctx, db, customer.ID)
	if err != nil {
		return payments.Subscription{}, err
	}
	i := slices.IndexFunc(all, func(sub payments.Subscription) bool { return sub.ID == id })
	if i < 0 {
		return payments.Subscription{}, models.ErrNotFound
	}
	return all[i], nil
}

// ErrNoPlan says that there is no plan that could be changed.
var ErrNoPlan = errors.New("you have no plan")
