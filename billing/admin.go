package billing

import (
	"context"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// Begin notes that an act begins at Stripe, once all is checked; where that
// fails, nothing is done. Press names the press of a button that acts once,
// however often it is sent; it is empty for what changes nothing the second time.
type Begin func(ctx context.Context, press string) error

// CancelNow ends a subscription at once. Nothing is refunded. One that has ended
// stays as it is.
func (s *Service) CancelNow(ctx context.Context, customer payments.Customer, subscriptionID string, begin Begin) error {
	sub, err := s.subscriptionOf(ctx, customer, subscriptionID)
	if err != nil || !isLive(sub.Status) {
		return err
	}
	return s.office(ctx, customer, "", begin, func(ctx context.Context) error { return s.end(ctx, subscriptionID) })
}

// subscriptionOf is models.ErrNotFound for what is not the customer's.
func (s *Service) subscriptionOf(ctx context.Context, customer payments.Customer, id string) (payments.Subscription, error) {
	all, err := payments.SubscriptionsBy(ctx, s.db, customer.ID)
	if err != nil {
		return payments.Subscription{}, err
	}
	i := slices.IndexFunc(all, func(sub payments.Subscription) bool { return sub.ID == id })
	if i < 0 {
		return payments.Subscription{}, models.ErrNotFound
	}
	return all[i], nil
}

// IsLive reports whether a subscription can still be changed.
func IsLive(sub payments.Subscription) bool { return isLive(sub.Status) }

// Extend lets a subscription go on for nothing until then; for one that does so
// already nothing is done.
func (s *Service) Extend(ctx context.Context, customer payments.Customer, subscriptionID string, until time.Time, begin Begin) error {
	sub, err := s.subscriptionOf(ctx, customer, subscriptionID)
	switch {
	case err != nil, sub.TrialEndsAt != nil && sub.TrialEndsAt.Equal(until):
		return err
	case !isLive(sub.Status):
		return validation.Errors{"until": "This plan has ended. You can give them one as a gift."}
	case sub.Next.At != nil:
		return validation.Errors{"until": "This plan changes on " + sub.Next.At.Format("2 Jan 2006") + ". Please extend it after that, or give a gift."}
	case !until.After(s.now()) || until.After(s.now().AddDate(2, 0, 0)):
		return validation.Errors{"until": "Please choose a day within the next two years."}
	case !until.After(sub.CurrentPeriodEnd):
		return validation.Errors{"until": "That is paid for already. Please choose a day after " + sub.CurrentPeriodEnd.Format("2 Jan 2006") + "."}
	}
	return s.office(ctx, customer, "", begin, func(ctx context.Context) error {
		if err := s.release(ctx, sub.ScheduleID); err != nil { // no change is left in it
			return err
		}
		params := &stripe.SubscriptionParams{TrialEnd: stripe.Int64(until.Unix()), ProrationBehavior: stripe.String("none")}
		params.Context = ctx
		_, err := s.stripe.Subscriptions.Update(subscriptionID, params)
		return err
	})
}

// office does something at Stripe once it is noted that it begins.
func (s *Service) office(ctx context.Context, customer payments.Customer, press string, begin Begin, do func(context.Context) error) error {
	if err := begin(ctx, press); err != nil {
		return err
	}
	return s.act(ctx, customer, do)
}

// SyncNow compares a customer with Stripe, and tells what was different.
func (s *Service) SyncNow(ctx context.Context, customer payments.Customer) ([]Difference, error) {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	found, err := s.reconcile(ctx, customer)
	return found, blame(ctx, err)
}

// Gift is what an admin gives away: what a plan gives, until then. The same ID is
// given once.
type Gift struct {
	ID      uuid.UUID
	UserID  uuid.UUID
	WareID  string
	Until   *time.Time // nil: for ever
	Reason  string
	GivenBy uuid.UUID
}

// Give stores a gift, in the transaction of its entry in the audit log, and
// reports whether it is a new one.
func (s *Service) Give(ctx context.Context, tx *models.DB, g Gift) (bool, error) {
	reason := strings.TrimSpace(g.Reason)
	switch {
	case reason == "":
		return false, validation.Errors{"reason": "Please say why."}
	case !s.isSold(g.WareID):
		return false, validation.Errors{"plan": "Please choose what to give."}
	case g.Until != nil && !g.Until.After(s.now()):
		return false, validation.Errors{"until": "Please choose a day in the future."}
	}
	if g.ID == uuid.Nil {
		g.ID = models.NewID()
	}
	limits := s.limitsOf(g.WareID)
	return payments.PutGift(ctx, tx, &payments.Grant{
		ID: g.ID, UserID: g.UserID, Source: payments.Gift, SourceID: g.ID.String(), WareID: g.WareID, Sites: limits.Sites, AuditsPerMonth: limits.AuditsPerMonth,
		StartsAt: s.now(), EndsAt: g.Until, Reason: reason, GivenBy: &g.GivenBy,
	})
}

// TakeBack ends a gift, in the transaction of its entry in the audit log.
func (s *Service) TakeBack(ctx context.Context, tx *models.DB, userID, id uuid.UUID) error {
	return payments.EndGift(ctx, tx, userID, id, s.now())
}
