package rules

import (
	"errors"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// locate reckons the tax by where the customer is now, without which there is
// none to reckon.
func locate(tx *store.Tx, i *objects.Invoice) error {
	i.LastFinalizationError = nil
	if !i.AutomaticTax.Enabled {
		return nil
	}
	owner := tx.Customers.Get(i.Customer)
	i.CustomerAddress, i.AutomaticTax = owner.Address, TaxState(true, owner)
	total(tx, i, PaysTax(owner))
	if objects.Value(i.AutomaticTax.Status) != "complete" {
		return apierror.BadState(
			"customer_tax_location_invalid",
			"The customer's location isn't recognized. Set a valid customer address in order to automatically calculate tax.",
		)
	}
	return nil
}

// FailFinalization: the invoice stays a draft until somebody asks again.
func FailFinalization(tx *store.Tx, i *objects.Invoice, r *apierror.Error) error {
	i.LastFinalizationError = &objects.FinalizationError{
		Code: r.Code, DocURL: r.DocURL(), Message: r.Message, Type: r.Type,
	}
	i.AutomaticallyFinalizes = nil
	return events.Announce(tx, "invoice.finalization_failed", i)
}

// FinalizeAsked is for a request, which is told why it fails.
func FinalizeAsked(tx *store.Tx, i *objects.Invoice) error {
	err := Finalize(tx, i)
	var refused *apierror.Error
	if !errors.As(err, &refused) {
		return err
	}
	refused.Keeps = true
	if failed := FailFinalization(tx, i, refused); failed != nil {
		return failed
	}
	return refused
}
