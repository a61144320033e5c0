package rules

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// taxed are the countries in which automatic tax takes [TaxPercent].
var taxed = strings.Fields(
	"AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IT JP LT LU LV MT NL NO NZ PL PT RO SE SI SK US",
)

// TaxPercent is the one rate that there is.
const TaxPercent = 10

// IsTaxed reports whether automatic tax takes something at an address.
func IsTaxed(a *objects.Address) bool {
	return a != nil && slices.Contains(taxed, objects.Value(a.Country))
}

// PaysTax reports whether automatic tax takes something of the customer.
func PaysTax(c *objects.Customer) bool { return c.TaxExempt == "none" && IsTaxed(c.Address) }

// AddTaxID gives a customer a tax id; those of the European Union begin with the country.
func AddTaxID(tx *store.Tx, c *objects.Customer, kind, value string) *objects.TaxID {
	id, country := objects.NewID("txi_"), kind
	if kind == "eu_vat" {
		country = value
	}
	return tx.TaxIDs.Put(id, &objects.TaxID{
		ID: id, Object: "tax_id", Created: tx.Now().Unix(), Customer: c.ID,
		Owner:   objects.TaxOwner{Customer: c.ID, Type: "customer"},
		Country: new(strings.ToUpper(country[:min(2, len(country))])), Type: kind, Value: value,
		Verification: &objects.Verification{Status: "pending"},
	})
}

// IsTaxType reports whether Stripe may know a type of tax id.
func IsTaxType(kind string) bool {
	country, form, found := strings.Cut(kind, "_")
	return found && len(country) == 2 && form != ""
}

// TaxIDsOf are the tax ids of a customer, the newest first.
func TaxIDsOf(tx *store.Tx, owner string) []*objects.TaxID {
	found := []*objects.TaxID{}
	for _, one := range tx.TaxIDs.Newest() {
		if one.Customer == owner {
			found = append(found, one)
		}
	}
	return found
}

// TaxOf says whether tax can be worked out for a customer.
func TaxOf(c *objects.Customer) objects.CustomerTax {
	if c == nil || c.Address == nil || c.Address.Country == nil {
		return objects.CustomerTax{AutomaticTax: "unrecognized_location"}
	}
	return objects.CustomerTax{
		AutomaticTax: "supported",
		Location:     &objects.TaxLocation{Country: *c.Address.Country, Source: "billing_address", State: c.Address.State},
	}
}
