package snapshot

import (
	"context"
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// Remember adds to what Stripe says what our copy knows better: what Stripe does
// not list any more has ended, grace does not begin again, and what was given
// back stays so where the charge is too old to be listed. Of people whose account
// is erased nothing personal is kept.
func (s *Fetcher) Remember(ctx context.Context, tx *models.DB, c payments.Customer, found *Snapshot) error {
	user, err := users.ByID(ctx, tx, c.UserID)
	if err != nil {
		return err
	}
	if user.ErasedAt != nil {
		found.Details = payments.CustomerDetails{Deleted: found.Details.Deleted}
	}
	known, err := payments.SubscriptionsBy(ctx, tx, c.ID)
	if err != nil {
		return err
	}
	for _, before := range known {
		s.rememberSubscription(before, found)
	}
	purchases, err := payments.PurchasesBy(ctx, tx, c.ID)
	for _, before := range purchases {
		s.rememberPurchase(before, found)
	}
	found.guessPaid()
	return err
}

func (s *Fetcher) rememberSubscription(before payments.Subscription, found *Snapshot) {
	i := slices.IndexFunc(found.Subscriptions, func(sub payments.Subscription) bool { return sub.ID == before.ID })
	if i < 0 {
		if subscriptions.IsLive(before.Status) {
			before.Status, before.EndedAt, before.UpdatedAt = string(
				stripe.SubscriptionStatusCanceled,
			), new(
				s.clock.Now(),
			), s.clock.Now()
			found.Subscriptions = append(found.Subscriptions, before)
		}
		return
	}
	late, now := before.PastDueSince, &found.Subscriptions[i]
	if late != nil && now.Status == before.Status && (now.PastDueSince == nil || late.Before(*now.PastDueSince)) {
		now.PastDueSince = late
	}
}

func (s *Fetcher) rememberPurchase(before payments.Purchase, found *Snapshot) {
	i := slices.IndexFunc(found.Purchases, func(p payments.Purchase) bool { return p.ID == before.ID })
	if i < 0 {
		found.judge(&before)
		found.Purchases = append(found.Purchases, before)
		return
	}
	now := &found.Purchases[i]
	listed := slices.ContainsFunc(
		found.Charges,
		func(c payments.Charge) bool { return c.PaymentIntent == before.PaymentIntent },
	)
	if !listed && now.State == payments.PurchasePaid && before.State != payments.PurchasePending {
		now.State = before.State
	}
	s.rememberPaid(now, before)
}
