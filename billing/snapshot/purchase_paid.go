package snapshot

import (
	"slices"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// hasMoney reports whether a purchase was paid, whatever became of the money.
func hasMoney(p payments.Purchase) bool {
	return p.State != payments.PurchasePending && p.State != payments.PurchaseFailed
}

// paidOn is when the invoice of a session was paid; nil where none tells.
func (f *Snapshot) paidOn(session *stripe.CheckoutSession) *time.Time {
	if session.Invoice == nil {
		return nil
	}
	if at, listed := f.paid[session.Invoice.ID]; listed {
		return &at
	}
	return nil
}

// rememberPaid: what our copy saw wait before was paid just now, as far as anyone
// can tell; once it is known it stays.
func (s *Fetcher) rememberPaid(now *payments.Purchase, before payments.Purchase) {
	if now.PaidAt == nil {
		now.PaidAt = before.PaidAt
	}
	if now.PaidAt == nil && hasMoney(*now) && before.State == payments.PurchasePending {
		now.PaidAt = new(s.clock.Now())
	}
}

// guessPaid is for what no invoice tells of and nobody saw wait: it was paid when
// it was charged.
func (f *Snapshot) guessPaid() {
	for i := range f.Purchases {
		p := &f.Purchases[i]
		if p.PaidAt != nil || !hasMoney(*p) {
			continue
		}
		p.PaidAt = &p.BoughtAt
		if at := slices.IndexFunc(f.Charges, paysFor(*p)); at >= 0 {
			p.PaidAt = &f.Charges[at].CreatedAt
		}
	}
}
