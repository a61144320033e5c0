package billing

import (
	"context"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// remember adds to what Stripe says what our copy knows better: what Stripe does
// not list any more has ended, grace does not begin again, and what was given
// back stays so where the charge is too old to be listed. Of people whose account
// is erased nothing personal is kept.
func (s *Service) remember(ctx context.Context, tx *models.DB, c payments.Customer, found *snapshot) error {
	user, err := users.ByID(ctx, tx, c.UserID)
	if err != nil {
		return err
	}
	if user.ErasedAt != nil {
		found.details = payments.CustomerDetails{}
	}
	subscriptions, err := payments.SubscriptionsBy(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, before := range subscriptions {
		s.rememberSubscription(before, found)
	}
	purchases, err := payments.PurchasesBy(ctx, tx, c.ID)
	for _, before := range purchases {
		s.rememberPurchase(before, found)
	}
	found.guessPaid()
	return err
}

func (s *Service) rememberSubscription(before payments.Subscription, found *snapshot) {
	i := slices.IndexFunc(found.subscriptions, func(sub payments.Subscription) bool { return sub.ID == before.ID })
	if i < 0 {
		if isLive(before.Status) {
			before.Status, before.EndedAt, before.UpdatedAt = string(stripe.SubscriptionStatusCanceled), new(s.now()), s.now()
			found.subscriptions = append(found.subscriptions, before)
		}
		return
	}
	late, now := before.PastDueSince, &found.subscriptions[i]
	if late != nil && now.Status == before.Status && (now.PastDueSince == nil || late.Before(*now.PastDueSince)) {
		now.PastDueSince = late
	}
}

func (s *Service) rememberPurchase(before payments.Purchase, found *snapshot) {
	i := slices.IndexFunc(found.purchases, func(p payments.Purchase) bool { return p.ID == before.ID })
	if i < 0 {
		found.judge(&before)
		found.purchases = append(found.purchases, before)
		return
	}
	now := &found.purchases[i]
	listed := slices.ContainsFunc(found.charges, func(c payments.Charge) bool { return c.PaymentIntent == before.PaymentIntent })
	if !listed && now.State == payments.PurchasePaid && before.State != payments.PurchasePending {
		now.State = before.State
	}
	s.rememberPaid(now, before)
}
