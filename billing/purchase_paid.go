package billing

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
func (f *snapshot) paidOn(session *stripe.CheckoutSession) *time.Time {
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
func (s *Service) rememberPaid(now *payments.Purchase, before payments.Purchase) {
	if now.PaidAt == nil {
		now.PaidAt = before.PaidAt
	}
	if now.PaidAt == nil && hasMoney(*now) && before.State == payments.PurchasePending {
		now.PaidAt = new(s.now())
	}
}

// guessPaid is for what no invoice tells of and nobody saw wait: it was paid when
// it was charged.
func (f *snapshot) guessPaid() {
	for i := range f.purchases {
		p := &f.purchases[i]
		if p.PaidAt != nil || !hasMoney(*p) {
			continue
		}
		p.PaidAt = &p.BoughtAt
		if at := slices.IndexFunc(f.charges, paysFor(*p)); at >= 0 {
			p.PaidAt = &f.charges[at].CreatedAt
		}
	}
}

// paidAt is when the days of a purchase begin.
func paidAt(p payments.Purchase) time.Time {
	if p.PaidAt == nil {
		return p.BoughtAt
	}
	return *p.PaidAt
}
