package checkout

import (
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Expire ends a session that was not paid.
func Expire(tx *store.Tx, s *objects.Session) error {
	s.Status, s.URL, s.Private.Asked = "expired", nil, nil
	return events.Announce(tx, "checkout.session.expired", s)
}

// LineItems are a session's lines with what they cost.
func LineItems(tx *store.Tx, s *objects.Session) objects.List[objects.LineItem] {
	var shown []objects.LineItem
	parts := parts(tx, s)
	for at, one := range s.Private.Lines {
		sold := tx.Prices.Look(one.Price)
		p := parts[at]
		shown = append(shown, objects.LineItem{
			ID: one.ID, Object: "item", AmountDiscount: p.Discounted(), AmountSubtotal: p.Amount,
			AmountTax: p.Tax, AmountTotal: p.Total(),
			Currency: sold.Currency, Description: &tx.Products.Look(sold.Product).Name, Price: one.Price, Quantity: one.Quantity,
		})
	}
	return objects.ListOf(shown, "/v1/checkout/sessions/"+s.ID+"/line_items")
}

// parts are what the lines cost today: during a trial what recurs is free.
func parts(tx *store.Tx, s *objects.Session) []rules.Part {
	parts, coupons := make([]rules.Part, len(s.Private.Lines)), []*objects.Coupon{}
	for at, one := range s.Private.Lines {
		sold := tx.Prices.Look(one.Price)
		parts[at] = rules.Part{
			Amount: sold.UnitAmount * one.Quantity, Discountable: true, Inclusive: sold.TaxBehavior == "inclusive",
		}
		if sold.Recurring != nil && s.HasTrial() {
			parts[at].Amount = 0
		}
	}
	for _, one := range s.Private.Offers {
		coupons = append(coupons, tx.Coupons.Look(one.Coupon))
	}
	rules.Bill(parts, coupons, s.AutomaticTax.Enabled && isTaxed(tx, s))
	return parts
}

func isTaxed(tx *store.Tx, s *objects.Session) bool {
	if s.CustomerDetails != nil && s.CustomerDetails.Address != nil {
		return rules.IsTaxed(s.CustomerDetails.Address)
	}
	owner := tx.Customers.Look(objects.Value(s.Customer))
	return owner != nil && rules.PaysTax(owner)
}

// UpdateTotals brings a session's totals up to date.
func UpdateTotals(tx *store.Tx, s *objects.Session) {
	if s.Mode == "setup" {
		return
	}
	var subtotal, total int64
	details := &objects.TotalDetails{}
	for _, p := range parts(tx, s) {
		subtotal, total = subtotal+p.Amount, total+p.Total()
		details.AmountDiscount, details.AmountTax = details.AmountDiscount+p.Discounted(), details.AmountTax+p.Tax
	}
	s.AmountSubtotal, s.AmountTotal, s.TotalDetails = &subtotal, &total, details
}
