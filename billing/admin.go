package billing

import (
	"context"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
)

// Refund gives money of a charge back, all that is left of it for amount 0. The
// attempt names the press of the button: the same one gives back once.
func (s *Service) Refund(ctx context.Context, customer models.BillingCustomer, chargeID string, amount int64, attempt string) error {
	params := &stripe.RefundParams{Charge: &chargeID, Reason: stripe.String(string(stripe.RefundReasonRequestedByCustomer))}
	if amount > 0 {
		params.Amount = &amount
	}
	params.SetIdempotencyKey(idempotencyKey("refund", attempt, chargeID, strconv.FormatInt(amount, 10)))
	all, err := s.db.ChargesBy(ctx, customer.ID)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(all, func(c models.Charge) bool { return c.ID == chargeID })
	if i < 0 {
		return models.ErrNotFound
	}
	if amount < 0 || amount > all[i].Amount-all[i].AmountRefunded {
		return models.Invalid{"amount": "That is more than is left of it."}
	}
	return s.act(ctx, customer, func(ctx context.Context) error {
		params.Context = ctx
		_, err := s.stripe.Refunds.New(params)
		return err
	})
}

// CancelNow ends a subscription at once. Nothing is refunded.
func (s *Service) CancelNow(ctx context.Context, customer models.BillingCustomer, subscriptionID string) error {
	if err := s.isOf(ctx, customer, subscriptionID); err != nil {
		return err
	}
	return s.act(ctx, customer, func(ctx context.Context) error { return s.end(ctx, subscriptionID) })
}

// isOf is models.ErrNotFound for what is not the customer's.
func (s *Service) isOf(ctx context.Context, customer models.BillingCustomer, subscriptionID string) error {
	all, err := s.db.SubscriptionsBy(ctx, customer.ID)
	if err == nil && !slices.ContainsFunc(all, func(sub models.Subscription) bool { return sub.ID == subscriptionID }) {
		err = models.ErrNotFound
	}
	return err
}

// Extend lets a subscription go on for nothing until then.
func (s *Service) Extend(ctx context.Context, customer models.BillingCustomer, subscriptionID string, until time.Time) error {
	if !until.After(s.now()) || until.After(s.now().AddDate(2, 0, 0)) {
		return models.Invalid{"until": "Please choose a day within the next two years."}
	}
	if err := s.isOf(ctx, customer, subscriptionID); err != nil {
		return err
	}
	return s.act(ctx, customer, func(ctx context.Context) error {
		params := &stripe.SubscriptionParams{TrialEnd: stripe.Int64(until.Unix()), ProrationBehavior: stripe.String("none")}
		params.Context = ctx
		_, err := s.stripe.Subscriptions.Update(subscriptionID, params)
		return err
	})
}

// act does something at Stripe, and has our copy follow.
func (s *Service) act(ctx context.Context, customer models.BillingCustomer, do func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	if err := do(ctx); err != nil {
		return blame(ctx, explain(err))
	}
	return s.follow(ctx, customer)
}

// SyncNow compares a customer with Stripe, and tells what was different.
func (s *Service) SyncNow(ctx context.Context, customer models.BillingCustomer) ([]Difference, error) {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	found, err := s.reconcile(ctx, customer)
	return found, blame(ctx, err)
}

// Gift is what an admin gives away: what a plan gives, until then.
type Gift struct {
	UserID  uuid.UUID
	WareID  string
	Until   *time.Time // nil: for ever
	Reason  string
	GivenBy uuid.UUID
}

// Give stores a gift, in the transaction of its entry in the audit log.
func (s *Service) Give(ctx context.Context, tx *models.DB, g Gift) error {
	reason := strings.TrimSpace(g.Reason)
	switch {
	case reason == "":
		return models.Invalid{"reason": "Please say why."}
	case !s.isSold(g.WareID):
		return models.Invalid{"plan": "Please choose what to give."}
	case g.Until != nil && !g.Until.After(s.now()):
		return models.Invalid{"until": "Please choose a day in the future."}
	}
	id, limits := models.NewID(), s.limitsOf(g.WareID)
	return tx.PutGrant(ctx, &models.Grant{
		ID: id, UserID: g.UserID, Source: models.Gift, SourceID: id.String(), WareID: g.WareID, Sites: limits.Sites, AuditsPerMonth: limits.AuditsPerMonth,
		StartsAt: s.now(), EndsAt: g.Until, Reason: reason, GivenBy: &g.GivenBy,
	})
}

// TakeBack ends a gift, in the transaction of its entry in the audit log.
func (s *Service) TakeBack(ctx context.Context, tx *models.DB, userID, id uuid.UUID) error {
	return tx.EndGift(ctx, userID, id, s.now())
}
