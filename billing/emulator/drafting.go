package emulator

import "fmt"

// taxRate is the one tax rate that there is.
const taxRate = "txr_emulator"

// draft makes an invoice of some lines. The caller says what it is for.
func (e *Emulator) draft(owner *customer, currency, reason string, lines []*line, discounts []string, isTaxed bool) *invoice {
	id, now := newID("in_"), e.now().Unix()
	i := &invoice{
		ID: id, Object: "invoice", AccountCountry: pointer("US"), AccountName: pointer("Test payments"), AutoAdvance: true, BillingReason: reason,
		CollectionMethod: "charge_automatically", Created: now, Currency: currency, Customer: owner.ID, DefaultTaxRates: []string{},
		Discounts: discounts, Issuer: issuer{"self"}, Metadata: map[string]string{}, PeriodEnd: now, PeriodStart: now, Status: "draft",
		Lines: listOf(lines, "/v1/invoices/"+id+"/lines"), StartingBalance: owner.Balance, AutomaticTax: taxState(isTaxed, owner),
		CustomerAddress: owner.Address, CustomerEmail: owner.Email, CustomerName: owner.Name, CustomerPhone: owner.Phone,
		CustomerTaxExempt: &owner.TaxExempt, CustomerTaxIDs: []shownTaxID{},
	}
	if len(discounts) == 1 {
		i.Discount = &discounts[0]
	}
	for _, one := range e.taxIDsOf(owner.ID) {
		i.CustomerTaxIDs = append(i.CustomerTaxIDs, shownTaxID{one.Type, one.Value})
	}
	for _, one := range lines {
		one.Invoice = &i.ID
	}
	e.total(i, isTaxed && owner.paysTax())
	return e.state.invoices.put(id, i)
}

func taxState(isOn bool, owner *customer) automaticTax {
	state := automaticTax{Enabled: isOn}
	if !isOn {
		return state
	}
	state.Liability, state.Status = &issuer{"self"}, pointer("complete")
	if owner == nil || owner.Address == nil || owner.Address.Country == nil {
		state.Status = pointer("requires_location_inputs")
	}
	return state
}

// total adds up the lines, takes off the discounts and adds the tax.
func (e *Emulator) total(i *invoice, isTaxed bool) {
	parts, coupons := make([]part, len(i.Lines.Data)), []*coupon{}
	for at, one := range i.Lines.Data {
		parts[at] = part{amount: one.Amount, discountable: one.Discountable}
	}
	for _, id := range i.Discounts {
		coupons = append(coupons, e.state.coupons.look(e.state.discounts.look(id).Coupon))
	}
	bill(parts, coupons, isTaxed)
	i.Subtotal, i.Total, i.TotalDiscountAmounts, i.TotalTaxAmounts, i.Tax = 0, 0, []discountAmount{}, []taxAmount{}, nil
	for _, id := range i.Discounts {
		i.TotalDiscountAmounts = append(i.TotalDiscountAmounts, discountAmount{0, id})
	}
	taxSum, net := int64(0), int64(0)
	for at, one := range i.Lines.Data {
		one.share(parts[at], i, isTaxed)
		i.Subtotal, net, taxSum = i.Subtotal+one.Amount, net+*one.AmountExcludingTax, taxSum+parts[at].tax
	}
	if isTaxed {
		i.Tax, i.TotalTaxAmounts = &taxSum, []taxAmount{taxOf(taxSum, net)}
	}
	i.Total, i.TotalExcludingTax, i.SubtotalExcludingTax = net+taxSum, &net, pointer(i.Subtotal)
	i.balance()
}

func (l *line) share(p part, i *invoice, isTaxed bool) {
	l.DiscountAmounts, l.TaxAmounts = []discountAmount{}, []taxAmount{}
	for n, amount := range p.discounts {
		l.DiscountAmounts = append(l.DiscountAmounts, discountAmount{amount, i.Discounts[n]})
		i.TotalDiscountAmounts[n].Amount += amount
	}
	net := p.amount - p.discounted()
	l.AmountExcludingTax = &net
	if isTaxed {
		l.TaxAmounts = append(l.TaxAmounts, taxOf(p.tax, net))
	}
}

func taxOf(amount, of int64) taxAmount {
	return taxAmount{Amount: amount, TaxRate: taxRate, TaxabilityReason: pointer("standard_rated"), TaxableAmount: &of}
}

// balance uses what the customer has (a negative balance) and adds what they
// owe; what an invoice gives back goes into the balance.
func (i *invoice) balance() {
	sum := i.Total + i.StartingBalance
	i.AmountDue, i.EndingBalance = max(0, sum), pointer(min(0, sum))
	i.AmountRemaining = i.AmountDue
}

// lineFor bills an item of a subscription for a period.
func (e *Emulator) lineFor(s *subscription, one *item, amount, start, end int64, words string) *line {
	return &line{
		ID: newID("il_"), Object: "line_item", Amount: amount, Currency: s.Currency, Description: &words, Discountable: true, Discounts: []string{},
		Metadata: s.Metadata, Period: period{Start: start, End: end}, Price: one.Price, ProrationDetails: &prorationDetails{},
		Quantity: &one.Quantity, Subscription: &s.ID, SubscriptionItem: one.ID, TaxRates: []string{}, Type: "subscription",
	}
}

func (e *Emulator) words(sold *price, quantity int64) string {
	each := full(sold.UnitAmount, sold.Currency)
	if sold.Recurring != nil {
		each += " " + sold.Recurring.words()
	}
	return fmt.Sprintf("%d × %s (at %s)", quantity, e.state.products.look(sold.Product).Name, each)
}

func (r *recurring) words() string {
	if r.IntervalCount == 1 {
		return "/ " + r.Interval
	}
	return fmt.Sprintf("every %d %ss", r.IntervalCount, r.Interval)
}
