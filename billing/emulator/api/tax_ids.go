package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

var taxIDOperations = map[string]operation{
	"POST /v1/customers/{id}/tax_ids":           {"type value", "type value", CreateTaxID},
	"GET /v1/customers/{id}/tax_ids":            {paging, "", listTaxIDs},
	"GET /v1/customers/{id}/tax_ids/{inner}":    {"", "", retrieveTaxID},
	"DELETE /v1/customers/{id}/tax_ids/{inner}": {"", "", DeleteTaxID},
}

// CreateTaxID gives a customer a tax id.
func CreateTaxID(tx *store.Tx, p params.Params) (any, error) {
	c := rules.Customer(tx, p.ID)
	if c == nil {
		return nil, apierror.NotFound("customer", p.ID, "")
	}
	made := readTaxID(tx, c, p)
	return made, events.Announce(tx, "customer.tax_id.created", made)
}

// readTaxID reads a tax id, and gives it to a customer.
func readTaxID(tx *store.Tx, c *objects.Customer, p params.Params) *objects.TaxID {
	kind, value := p.Get("type"), p.Get("value")
	if !rules.IsTaxType(kind) {
		p.Bad("type", "", "Invalid type: must be one of eu_vat, gb_vat, us_ein, ...")
	}
	if value == "" || len(value) > 40 {
		p.Bad("value", "tax_id_invalid", "Invalid value for "+kind+".")
	}
	return rules.AddTaxID(tx, c, kind, value)
}

func listTaxIDs(tx *store.Tx, p params.Params) (any, error) {
	if rules.Customer(tx, p.ID) == nil {
		return nil, apierror.NotFound("customer", p.ID, "")
	}
	return page(tx.TaxIDs.Newest(), "/v1/customers/"+p.ID+"/tax_ids", p, func(one *objects.TaxID) bool {
		return one.Customer == p.ID
	})
}

func retrieveTaxID(tx *store.Tx, p params.Params) (any, error) {
	one := tx.TaxIDs.Get(p.Inner)
	if one == nil || one.Customer != p.ID {
		return nil, apierror.NotFound("tax_id", p.Inner, "")
	}
	return one, nil
}

// DeleteTaxID takes a tax id away.
func DeleteTaxID(tx *store.Tx, p params.Params) (any, error) {
	one := tx.TaxIDs.Get(p.Inner)
	if one == nil || one.Customer != p.ID {
		return nil, apierror.NotFound("tax_id", p.Inner, "")
	}
	tx.TaxIDs.Remove(one.ID)
	return objects.Deleted{
		ID: one.ID, Object: "tax_id", Deleted: true,
	}, events.Announce(tx, "customer.tax_id.deleted", one)
}
