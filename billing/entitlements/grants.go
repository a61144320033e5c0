package entitlements

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Regrant recomputes what the customer may use because of what they bought.
func (s *Ledger) Regrant(ctx context.Context, tx *models.DB, c payments.Customer, found snapshot.Snapshot) error {
	known, err := grantsBySource(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, sub := range found.Subscriptions {
		holds, end := s.AccessOf(sub)
		g := s.grant(c, payments.GrantOfSubscription, sub.ID, sub.PlanID, sub.Quantity, sub.StartedAt)
		if err := s.put(ctx, tx, g, known, holds, end); err != nil {
			return err
		}
	}
	for _, p := range found.Purchases {
		g := s.grant(c, payments.GrantOfPurchase, p.ID, p.ProductID, p.Quantity, catalog.PaidAt(p))
		if err := s.put(ctx, tx, g, known, p.State == payments.PurchasePaid, s.catalog.LastsUntil(p)); err != nil {
			return err
		}
	}
	return nil
}

// AccessOf says whether a subscription gives what it pays for, and until when;
// nil is as long as it does not change. A state that we do not know gives
// nothing, nor does a period whose payment was reversed.
func (s *Ledger) AccessOf(sub payments.Subscription) (bool, *time.Time) {
	if sub.Reversal != payments.NotReversed {
		return false, sub.EndedAt
	}
	switch stripe.SubscriptionStatus(sub.Status) {
	case stripe.SubscriptionStatusActive, stripe.SubscriptionStatusTrialing:
		return true, nil
	case stripe.SubscriptionStatusPastDue:
		since := s.clock.Now() // no invoice that tells
		if sub.PastDueSince != nil {
			since = *sub.PastDueSince
		}
		return true, new(since.Add(s.grace))
	default:
		return false, sub.EndedAt
	}
}

func (s *Ledger) grant(
	c payments.Customer, source payments.GrantSource, id, itemID string, quantity int64, from time.Time,
) payments.Grant {
	limits := s.catalog.LimitsOf(itemID).Times(quantity)
	return payments.Grant{
		ID: models.NewID(), UserID: c.UserID, Source: source, SourceID: id, ItemID: itemID, StartsAt: from,
		Sites: limits.Sites, AuditsPerMonth: limits.AuditsPerMonth,
	}
}

// put stores a grant. What is not sold any more goes on giving what it gave, and where a
// plan changes to such a one, what there was before: nobody pays for nothing. What ended
// stays ended when it did.
func (s *Ledger) put(
	ctx context.Context, tx *models.DB, g payments.Grant, known map[string]payments.Grant, holds bool,
	end *time.Time,
) error {
	before, had := known[g.SourceID]
	if !holds && !had {
		return nil
	}
	g.EndsAt = end
	if !holds && end == nil {
		g.EndsAt = new(s.clock.Now())
	}
	if had && !holds && before.EndsAt != nil && before.EndsAt.Before(*g.EndsAt) {
		g.EndsAt = before.EndsAt
	}
	if had && !s.catalog.IsSold(g.ItemID) && (catalog.IsOurs(g.ItemID) || g.ItemID == before.ItemID) {
		g.Sites, g.AuditsPerMonth = before.Sites, before.AuditsPerMonth
	}
	return payments.PutGrant(ctx, tx, &g)
}

func grantsBySource(ctx context.Context, tx *models.DB, c payments.Customer) (map[string]payments.Grant, error) {
	all, err := payments.GrantsOf(ctx, tx, c.UserID)
	known := make(map[string]payments.Grant, len(all))
	for _, g := range all {
		known[g.SourceID] = g
	}
	return known, err
}
