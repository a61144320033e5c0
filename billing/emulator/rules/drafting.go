package rules

import (
	"fmt"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// taxRate is the one tax rate that there is.
const taxRate = "txr_emulator"

// Draft makes an invoice of some lines. The caller says what it is for.
func Draft(
	tx *store.Tx, owner *objects.Customer, currency, reason string, lines []*objects.Line,
	discounts []string, isTaxed bool,
) *objects.Invoice {
	id, now := objects.NewID("in_"), tx.Now().Unix()
	i := &objects.Invoice{
		ID: id, Object: "invoice", AccountCountry: new("US"), AccountName: new("Test payments"),
		AutoAdvance: true, BillingReason: reason,
		CollectionMethod: "charge_automatically", Created: now, Currency: currency,
		Customer: owner.ID, DefaultTaxRates: []string{},
		Discounts: discounts, Issuer: objects.Issuer{Type: "self"}, Metadata: map[string]string{},
		PeriodEnd: now, PeriodStart: now, Status: "draft",
		Lines: objects.ListOf(lines, "/v1/invoices/"+id+"/lines"), StartingBalance: owner.Balance,
		AutomaticTax:    TaxState(isTaxed, owner),
		CustomerAddress: owner.Address, CustomerEmail: owner.Email, CustomerName: owner.Name, CustomerPhone: owner.Phone,
		CustomerTaxExempt: &owner.TaxExempt, CustomerTaxIDs: []objects.ShownTaxID{},
	}
	if len(discounts) == 1 {
		i.Discount = &discounts[0]
	}
	for _, one := range TaxIDsOf(tx, owner.ID) {
		i.CustomerTaxIDs = append(i.CustomerTaxIDs, objects.ShownTaxID{Type: one.Type, Value: one.Value})
	}
	for _, one := range lines {
		one.Invoice = &i.ID
	}
	total(tx, i, isTaxed && PaysTax(owner))
	return tx.Invoices.Put(id, i)
}

// TaxState says whether the tax of a customer can be worked out.
func TaxState(isOn bool, owner *objects.Customer) objects.AutomaticTax {
	state := objects.AutomaticTax{Enabled: isOn}
	if !isOn {
		return state
	}
	state.Liability, state.Status = &objects.Issuer{Type: "self"}, new("complete")
	if owner == nil || owner.Address == nil || owner.Address.Country == nil {
		state.Status = new("requires_location_inputs")
	}
	return state
}

// total adds up the lines, takes off the discounts and adds the tax.
func total(tx *store.Tx, i *objects.Invoice, isTaxed bool) {
	parts, coupons := make([]Part, len(i.Lines.Data)), []*objects.Coupon{}
	for at, one := range i.Lines.Data {
		parts[at] = Part{Amount: one.Amount, Discountable: one.Discountable, Inclusive: isInclusive(tx, one.Price)}
	}
	for _, id := range i.Discounts {
		coupons = append(coupons, tx.Coupons.Look(tx.Discounts.Look(id).Coupon))
	}
	Bill(parts, coupons, isTaxed)
	i.Subtotal, i.Total, i.Tax = 0, 0, nil
	i.TotalDiscountAmounts, i.TotalTaxAmounts = []objects.DiscountAmount{}, []objects.TaxAmount{}
	for _, id := range i.Discounts {
		i.TotalDiscountAmounts = append(i.TotalDiscountAmounts, objects.DiscountAmount{Amount: 0, Discount: id})
	}
	taxSum, net := int64(0), int64(0)
	for at, one := range i.Lines.Data {
		shareOut(one, parts[at], i, isTaxed)
		i.Subtotal, net, taxSum = i.Subtotal+one.Amount, net+*one.AmountExcludingTax, taxSum+parts[at].Tax
	}
	if isTaxed {
		i.Tax, i.TotalTaxAmounts = &taxSum, []objects.TaxAmount{taxAmountOf(taxSum, net)}
	}
	i.Total, i.TotalExcludingTax, i.SubtotalExcludingTax = net+taxSum, &net, new(i.Subtotal)
	balance(i)
}

func shareOut(l *objects.Line, p Part, i *objects.Invoice, isTaxed bool) {
	l.DiscountAmounts, l.TaxAmounts = []objects.DiscountAmount{}, []objects.TaxAmount{}
	for n, amount := range p.discounts {
		l.DiscountAmounts = append(l.DiscountAmounts, objects.DiscountAmount{Amount: amount, Discount: i.Discounts[n]})
		i.TotalDiscountAmounts[n].Amount += amount
	}
	net := p.Net()
	l.AmountExcludingTax = &net
	if isTaxed {
		l.TaxAmounts = append(l.TaxAmounts, taxAmountOf(p.Tax, net))
	}
}

// isInclusive reports whether the tax is in a price.
func isInclusive(tx *store.Tx, price string) bool {
	sold := tx.Prices.Look(price)
	return sold != nil && sold.TaxBehavior == "inclusive"
}

func taxAmountOf(amount, of int64) objects.TaxAmount {
	return objects.TaxAmount{Amount: amount, TaxRate: taxRate, TaxabilityReason: new("standard_rated"), TaxableAmount: &of}
}

// balance uses what the customer has (a negative balance) and adds what they
// owe; what an invoice gives back goes into the balance.
func balance(i *objects.Invoice) {
	sum := i.Total + i.StartingBalance
	i.AmountDue, i.EndingBalance = max(0, sum), new(min(0, sum))
	i.AmountRemaining = i.AmountDue
}

// LineFor bills an item of a subscription for a period.
func LineFor(
	tx *store.Tx, s *objects.Subscription, one *objects.SubscriptionItem, amount, start, end int64,
	words string,
) *objects.Line {
	return &objects.Line{
		ID: objects.NewID("il_"), Object: "line_item", Amount: amount, Currency: s.Currency,
		Description: &words, Discountable: true, Discounts: []string{},
		Metadata: s.Metadata, Period: objects.Period{Start: start, End: end}, Price: one.Price,
		ProrationDetails: &objects.ProrationDetails{},
		Quantity:         &one.Quantity, Subscription: &s.ID, SubscriptionItem: one.ID,
		TaxRates: []string{}, Type: "subscription",
	}
}

// Words describe what is sold, like "2 × Starter (at $9.00 / month)".
func Words(tx *store.Tx, sold *objects.Price, quantity int64) string {
	each := money.Full(sold.UnitAmount, sold.Currency)
	if sold.Recurring != nil {
		each += " " + intervalWords(sold.Recurring)
	}
	return fmt.Sprintf("%d × %s (at %s)", quantity, tx.Products.Look(sold.Product).Name, each)
}

func intervalWords(r *objects.Recurring) string {
	if r.IntervalCount == 1 {
		return "/ " + r.Interval
	}
	return fmt.Sprintf("every %d %ss", r.IntervalCount, r.Interval)
}
