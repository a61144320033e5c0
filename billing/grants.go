package billing

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// regrant recomputes what the customer may use because of what they bought.
func (s *Service) regrant(ctx context.Context, tx *models.DB, c payments.Customer, found snapshot) error {
	known, err := grantsBySource(ctx, tx, c)
	if err != nil {
		return err
	}
	for _, sub := range found.subscriptions {
		holds, end := s.accessOf(sub)
		g := s.grant(c, payments.GrantOfSubscription, sub.ID, sub.PlanID, sub.Quantity, sub.StartedAt)
		if err := s.put(ctx, tx, g, known, holds, end); err != nil {
			return err
		}
	}
	for _, p := range found.purchases {
		g := s.grant(c, payments.GrantOfPurchase, p.ID, p.ProductID, p.Quantity, paidAt(p))
		if err := s.put(ctx, tx, g, known, p.State == payments.PurchasePaid, s.lasts(p)); err != nil {
			return err
		}
	}
	return nil
}

// accessOf says whether a subscription gives what it pays for, and until when;
// nil is as long as it does not change. A state that we do not know gives
// nothing.
func (s *Service) accessOf(sub payments.Subscription) (bool, *time.Time) {
	switch stripe.SubscriptionStatus(sub.Status) {
	case stripe.SubscriptionStatusActive, stripe.SubscriptionStatusTrialing:
		return true, nil
	case stripe.SubscriptionStatusPastDue:
		since := s.now() // no invoice that tells
		if sub.PastDueSince != nil {
			since = *sub.PastDueSince
		}
		return true, new(since.Add(s.settings.Grace))
	default:
		return false, sub.EndedAt
	}
}

// lasts is until when a purchase gives what it does.
func (s *Service) lasts(p payments.Purchase) *time.Time {
	product, found := s.productByID(p.ProductID)
	if p.State != payments.PurchasePaid || !found || product.Days == 0 {
		return nil
	}
	return new(paidAt(p).AddDate(0, 0, int(product.Days)))
}

func (s *Service) grant(c payments.Customer, source payments.GrantSource, id, wareID string, quantity int64, from time.Time) payments.Grant {
	limits := s.limitsOf(wareID).Times(quantity)
	return payments.Grant{
		ID: models.NewID(), UserID: c.UserID, Source: source, SourceID: id, WareID: wareID, StartsAt: from,
		Sites: limits.Sites, AuditsPerMonth: limits.AuditsPerMonth,
	}
}

// put stores a grant. What is not sold any more goes on giving what it gave, and where a
// plan changes to such a one, what there was before: nobody pays for nothing. What ended
// stays ended when it did.
func (s *Service) put(ctx context.Context, tx *models.DB, g payments.Grant, known map[string]payments.Grant, holds bool, end *time.Time) error {
	before, had := known[g.SourceID]
	if !holds && !had {
		return nil
	}
	g.EndsAt = end
	if !holds && end == nil {
		g.EndsAt = new(s.now())
	}
	if had && !holds && before.EndsAt != nil && before.EndsAt.Before(*g.EndsAt) {
		g.EndsAt = before.EndsAt
	}
	if had && !s.isSold(g.WareID) && (isOurs(g.WareID) || g.WareID == before.WareID) {
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

func (s *Service) limitsOf(wareID string) config.Limits {
	if plan, found := s.Plan(wareID); found {
		return plan.Limits
	}
	product, _ := s.productByID(wareID)
	return product.Limits
}

func (s *Service) isSold(wareID string) bool {
	_, isPlan := s.Plan(wareID)
	_, isProduct := s.productByID(wareID)
	return isPlan || isProduct
}
