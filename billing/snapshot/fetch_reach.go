package snapshot

import (
	"context"
	"errors"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// skew is how far Stripe's clock may be behind ours.
const skew = time.Hour

// reach is how far back each list goes beyond the recent: to the oldest that may
// still change, by our copy. Zero is no further.
type reach struct {
	sessions, charges, invoices time.Time
}

// isEnough reports whether a list that comes newest first has been read far
// enough.
func isEnough(seen int, created int64, since time.Time) bool {
	return seen >= stripeapi.MaxListed ||
		seen >= stripeapi.PageSize && (since.IsZero() || time.Unix(created, 0).Before(since))
}

func (s *Fetcher) reach(ctx context.Context, c payments.Customer) (reach, error) {
	var r reach
	open, err := payments.OpenCheckout(ctx, s.db, c.UserID)
	if err == nil && open.SessionID != nil {
		back(&r.sessions, open.CreatedAt.Add(-skew))
	}
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return r, err
	}
	purchases, err := payments.PurchasesBy(ctx, s.db, c.ID)
	if err != nil {
		return r, err
	}
	for _, p := range purchases {
		s.reachPurchase(&r, p)
	}
	invoices, err := payments.InvoicesBy(ctx, s.db, c.ID, stripeapi.MaxListed)
	for _, i := range invoices {
		if i.Status == string(stripe.InvoiceStatusOpen) || i.Status == string(stripe.InvoiceStatusDraft) {
			back(&r.invoices, i.CreatedAt)
		}
	}
	return r, err
}

// reachPurchase: the money of what still gives something may go back.
func (s *Fetcher) reachPurchase(r *reach, p payments.Purchase) {
	end := s.catalog.LastsUntil(p)
	switch {
	case p.State == payments.PurchasePending:
		back(&r.sessions, p.BoughtAt)
		back(&r.charges, p.BoughtAt)
	case p.State == payments.PurchaseDisputed,
		p.State == payments.PurchasePaid && (end == nil || end.After(s.clock.Now())):
		back(&r.charges, p.BoughtAt)
	}
}

// back moves a moment back to an earlier one.
func back(since *time.Time, to time.Time) {
	if since.IsZero() || to.Before(*since) {
		*since = to
	}
}
