package catalog

import (
	"time"

	"github.com/prokken/prokken/models/payments"
)

// LastsUntil returns until when a purchase gives what it does.
func (s *Catalog) LastsUntil(p payments.Purchase) *time.Time {
	product, found := s.productByID(p.ProductID)
	if p.State != payments.PurchasePaid || !found || product.Days == 0 {
		return nil
	}
	return new(PaidAt(p).AddDate(0, 0, int(product.Days)))
}

// PaidAt returns when the days of a purchase begin.
func PaidAt(p payments.Purchase) time.Time {
	if p.PaidAt == nil {
		return p.BoughtAt
	}
	return *p.PaidAt
}
