package notices

import (
	"context"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// known is what our copy says of a customer before it is overwritten.
type known struct {
	invoices map[string]payments.Invoice
	charges  map[string]payments.Charge
}

// ReadKnown reads a customer's invoices and charges from our copy, before they are
// overwritten.
func ReadKnown(ctx context.Context, tx *models.DB, c payments.Customer) (known, error) {
	k := known{map[string]payments.Invoice{}, map[string]payments.Charge{}}
	invoices, err := payments.InvoicesBy(ctx, tx, c.ID, stripeapi.MaxListed)
	if err != nil {
		return k, err
	}
	for _, i := range invoices {
		k.invoices[i.ID] = i
	}
	charges, err := payments.ChargesBy(ctx, tx, c.ID)
	for _, one := range charges {
		k.charges[one.ID] = one
	}
	return k, err
}

// hasMoved reports whether an invoice that we knew went on since: however old it
// is, that is news.
func (k known) hasMoved(i payments.Invoice) bool {
	before, had := k.invoices[i.ID]
	return had && (before.Status != i.Status || before.Attempts != i.Attempts || before.PaymentState != i.PaymentState)
}

// hasReturned reports whether more money of a charge that we knew went back.
func (k known) hasReturned(c payments.Charge) bool {
	before, had := k.charges[c.ID]
	return had && before.AmountRefunded != c.AmountRefunded
}
