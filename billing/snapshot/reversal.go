package snapshot

import (
	"slices"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// billedUntil is the end of the latest period that an invoice bills; 0 if it bills none,
// as one for the rest of a period does.
func billedUntil(lines []*stripe.InvoiceLineItem) int64 {
	var end int64
	for _, line := range lines {
		if !line.Proration && line.Period != nil && line.Subscription != nil {
			end = max(end, line.Period.End)
		}
	}
	return end
}

// reversalOf is what became of the payment of a subscription's current period. What was
// given back of an earlier one changes nothing.
func (f *Snapshot) reversalOf(sub payments.Subscription) payments.Reversal {
	i := slices.IndexFunc(f.Invoices, func(i payments.Invoice) bool {
		return i.SubscriptionID == sub.ID && f.billed[i.ID] == sub.CurrentPeriodEnd.Unix()
	})
	if i < 0 {
		return payments.NotReversed
	}
	paid := slices.IndexFunc(f.Charges, func(c payments.Charge) bool {
		return c.InvoiceID == f.Invoices[i].ID && c.Status == string(stripe.ChargeStatusSucceeded)
	})
	if paid < 0 {
		return payments.NotReversed
	}
	return reversalOf(f.Charges[paid])
}

func reversalOf(charge payments.Charge) payments.Reversal {
	switch {
	case charge.DisputeStatus == string(stripe.DisputeStatusLost):
		return payments.Lost
	case isArgued(charge.DisputeStatus):
		return payments.Disputed
	case charge.AmountRefunded >= charge.Amount:
		return payments.Refunded
	}
	return payments.NotReversed
}
