package emulator

import (
	"cmp"
	"slices"
	"strconv"
)

var priceRequires = []string{"currency", "product", "unit_amount", "recurring[interval]"}

func createCustomer(e *Emulator, p params) (any, error) {
	c := &customer{
		ID: newID("cus_"), Object: "customer", Created: e.now().Unix(),
		Email: p.Get("email"), Name: p.optional("name"), Metadata: p.keyed("metadata"),
	}
	e.state.Customers[c.ID] = c
	return c, nil
}

func retrieveCustomer(e *Emulator, p params) (any, error) {
	if c, found := e.state.Customers[p.id]; found {
		return c, nil
	}
	return nil, noSuch("customer", p.id, "")
}

func createProduct(e *Emulator, p params) (any, error) {
	made := &product{
		ID: newID("prod_"), Object: "product", Active: true, Type: "service",
		Name: p.Get("name"), Description: p.optional("description"), Metadata: p.keyed("metadata"),
		Created: e.now().Unix(), Updated: e.now().Unix(),
	}
	e.state.Products[made.ID] = made
	return made, nil
}

func createPrice(e *Emulator, p params) (any, error) {
	if e.state.Products[p.Get("product")] == nil {
		return nil, noSuch("product", p.Get("product"), "product")
	}
	amount, err := p.number("unit_amount", 0)
	if err != nil {
		return nil, err
	}
	every, err := readRecurring(p)
	if err != nil {
		return nil, err
	}
	if err := e.takeLookupKey(p); err != nil {
		return nil, err
	}
	made := &price{
		ID: newID("price_"), Object: "price", Active: true, Created: e.now().Unix(),
		BillingScheme: "per_unit", TaxBehavior: "unspecified", Type: "recurring", Recurring: every,
		Currency: p.Get("currency"), Product: p.Get("product"), LookupKey: p.optional("lookup_key"), Metadata: p.keyed("metadata"),
		UnitAmount: amount, UnitAmountDecimal: strconv.FormatInt(amount, 10),
	}
	e.state.Prices[made.ID] = made
	return made, nil
}

func readRecurring(p params) (recurring, error) {
	interval := p.Get("recurring[interval]")
	if !slices.Contains([]string{"day", "week", "month", "year"}, interval) {
		return recurring{}, badParam("recurring[interval]", "", "Invalid recurring[interval]: must be one of day, month, week, or year")
	}
	count, err := p.number("recurring[interval_count]", 1)
	if err == nil && count == 0 {
		err = badParam("recurring[interval_count]", "parameter_invalid_integer", "The interval count is at least 1.")
	}
	return recurring{Interval: interval, IntervalCount: count, UsageType: "licensed"}, err
}

// takeLookupKey frees the lookup key for a new price: only one has it.
func (e *Emulator) takeLookupKey(p params) error {
	for _, other := range e.state.Prices {
		if other.LookupKey == nil || !p.Has("lookup_key") || *other.LookupKey != p.Get("lookup_key") {
			continue
		}
		if p.Get("transfer_lookup_key") != "true" {
			return badParam("lookup_key", "", "A price (`"+other.ID+"`) already uses that lookup key.")
		}
		other.LookupKey = nil
	}
	return nil
}

func retrievePrice(e *Emulator, p params) (any, error) {
	if found := e.state.Prices[p.id]; found != nil {
		return found, nil
	}
	return nil, noSuch("price", p.id, "")
}

func listPrices(e *Emulator, p params) (any, error) {
	keys := p.all("lookup_keys")
	var found []*price
	for _, one := range e.state.Prices {
		byKey := len(keys) == 0 || one.LookupKey != nil && slices.Contains(keys, *one.LookupKey)
		byProduct := !p.Has("product") || p.Get("product") == one.Product
		byActive := !p.Has("active") || p.Get("active") == strconv.FormatBool(one.Active)
		if byKey && byProduct && byActive {
			found = append(found, one)
		}
	}
	slices.SortFunc(found, func(a, b *price) int {
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(a.ID, b.ID))
	})
	return page(found, "/v1/prices", p, func(one *price) string { return one.ID })
}
