package billing

import (
	"context"

	"github.com/prokken/prokken/models"
)

// known is what our copy says of a customer before it is written anew.
type known struct {
	invoices map[string]models.Invoice
	charges  map[string]models.Charge
}

func readKnown(ctx context.Context, tx *models.DB, c models.BillingCustomer) (known, error) {
	k := known{map[string]models.Invoice{}, map[string]models.Charge{}}
	invoices, err := tx.InvoicesBy(ctx, c.ID, most)
	if err != nil {
		return k, err
	}
	for _, i := range invoices {
		k.invoices[i.ID] = i
	}
	charges, err := tx.ChargesBy(ctx, c.ID)
	for _, one := range charges {
		k.charges[one.ID] = one
	}
	return k, err
}

// hasMoved reports whether an invoice that we knew went on since: however old it
// is, that is news.
func (k known) hasMoved(i models.Invoice) bool {
	before, had := k.invoices[i.ID]
	return had && (before.Status != i.Status || before.Attempts != i.Attempts)
}

// hasReturned reports whether more money of a charge that we knew went back.
func (k known) hasReturned(c models.Charge) bool {
	before, had := k.charges[c.ID]
	return had && before.AmountRefunded != c.AmountRefunded
}
