package rules

import (
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Customer is nil for one that is unknown or deleted.
func Customer(tx *store.Tx, id string) *objects.Customer {
	if c := tx.Customers.Get(id); c != nil && !c.Private.Deleted {
		return c
	}
	return nil
}

// NewCustomer makes a customer of whom nothing is known.
func NewCustomer(tx *store.Tx) *objects.Customer {
	id := objects.NewID("cus_")
	return tx.Customers.Put(id, &objects.Customer{
		ID: id, Object: "customer", Created: tx.Now().Unix(), InvoicePrefix: id[4:12],
		Metadata: map[string]string{}, NextInvoiceSequence: 1, PreferredLocales: []string{}, TaxExempt: "none",
	})
}
