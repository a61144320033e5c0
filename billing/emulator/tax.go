package emulator

import (
	"slices"
	"strings"
)

type (
	taxID struct {
		ID           string        `json:"id"`
		Object       string        `json:"object"`
		Country      *string       `json:"country"`
		Created      int64         `json:"created"`
		Customer     string        `json:"customer"`
		Livemode     bool          `json:"livemode"`
		Owner        taxOwner      `json:"owner"`
		Type         string        `json:"type"`
		Value        string        `json:"value"`
		Verification *verification `json:"verification"`
	}

	taxOwner struct {
		Customer string `json:"customer"`
		Type     string `json:"type"`
	}

	verification struct {
		Status          string  `json:"status"`
		VerifiedAddress *string `json:"verified_address"`
		VerifiedName    *string `json:"verified_name"`
	}

	customerTax struct {
		AutomaticTax string       `json:"automatic_tax"`
		IPAddress    *string      `json:"ip_address"`
		Location     *taxLocation `json:"location"`
	}

	taxLocation struct {
		Country string  `json:"country"`
		Source  string  `json:"source"`
		State   *string `json:"state"`
	}
)

var taxIDOperations = map[string]operation{
	"POST /v1/customers/{id}/tax_ids":           {"type value", "type value", createTaxID},
	"GET /v1/customers/{id}/tax_ids":            {paging, "", listTaxIDs},
	"GET /v1/customers/{id}/tax_ids/{inner}":    {"", "", retrieveTaxID},
	"DELETE /v1/customers/{id}/tax_ids/{inner}": {"", "", deleteTaxID},
}

// taxed are the countries in which automatic tax takes [taxPercent].
var taxed = strings.Fields("AT AU BE BG CA CH CY CZ DE DK EE ES FI FR GB GR HR HU IE IN IT JP LT LU LV MT NL NO NZ PL PT RO SE SI SK US")

const taxPercent = 10

func (a *address) isTaxed() bool { return a != nil && slices.Contains(taxed, value(a.Country)) }

// pays reports whether automatic tax takes something of the customer.
func (c *customer) paysTax() bool { return c.TaxExempt == "none" && c.Address.isTaxed() }

func createTaxID(e *Emulator, p params) (any, error) {
	c := e.customer(p.id)
	if c == nil {
		return nil, noSuch("customer", p.id, "")
	}
	made := e.addTaxID(c, p)
	return made, e.announce("customer.tax_id.created", made)
}

// addTaxID: those of the European Union begin with the country.
func (e *Emulator) addTaxID(c *customer, p params) *taxID {
	id := newID("txi_")
	made := &taxID{
		ID: id, Object: "tax_id", Created: e.now().Unix(), Customer: c.ID, Owner: taxOwner{c.ID, "customer"},
		Type: p.Get("type"), Value: p.Get("value"), Verification: &verification{Status: "pending"},
	}
	if !isTaxType(made.Type) {
		p.bad("type", "", "Invalid type: must be one of eu_vat, gb_vat, us_ein, ...")
	}
	if made.Value == "" || len(made.Value) > 40 {
		p.bad("value", "tax_id_invalid", "Invalid value for "+made.Type+".")
	} else if made.Type == "eu_vat" {
		made.Country = pointer(strings.ToUpper(made.Value[:min(2, len(made.Value))]))
	} else {
		made.Country = pointer(strings.ToUpper(made.Type[:min(2, len(made.Type))]))
	}
	return e.state.taxIDs.put(id, made)
}

func isTaxType(kind string) bool {
	country, form, found := strings.Cut(kind, "_")
	return found && len(country) == 2 && form != ""
}

func (e *Emulator) taxIDsOf(owner string) []*taxID {
	found := []*taxID{}
	for _, one := range e.state.taxIDs.newest() {
		if one.Customer == owner {
			found = append(found, one)
		}
	}
	return found
}

func listTaxIDs(e *Emulator, p params) (any, error) {
	if e.customer(p.id) == nil {
		return nil, noSuch("customer", p.id, "")
	}
	return page(e.state.taxIDs, "/v1/customers/"+p.id+"/tax_ids", p, func(one *taxID) bool { return one.Customer == p.id })
}

func retrieveTaxID(e *Emulator, p params) (any, error) {
	one := e.state.taxIDs.get(p.inner)
	if one == nil || one.Customer != p.id {
		return nil, noSuch("tax_id", p.inner, "")
	}
	return one, nil
}

func deleteTaxID(e *Emulator, p params) (any, error) {
	one := e.state.taxIDs.get(p.inner)
	if one == nil || one.Customer != p.id {
		return nil, noSuch("tax_id", p.inner, "")
	}
	e.state.taxIDs.remove(one.ID)
	return gone{one.ID, "tax_id", true}, e.announce("customer.tax_id.deleted", one)
}

func (e *Emulator) taxOf(c *customer) customerTax {
	if c == nil || c.Address == nil || c.Address.Country == nil {
		return customerTax{AutomaticTax: "unrecognized_location"}
	}
	return customerTax{AutomaticTax: "supported", Location: &taxLocation{Country: *c.Address.Country, Source: "billing_address", State: c.Address.State}}
}
