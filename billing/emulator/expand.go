package emulator

import (
	"slices"
	"strings"
)

// depth is how far a request may expand; the data of a list is a step, too.
const depth = 4

// expanded is an object as the API shows it, with the whole objects in the
// place of the ids that the paths name.
func (e *Emulator) expanded(object any, paths []string) (any, error) {
	shown := e.render(object)
	slices.Sort(paths) // the outer ones first
	for _, path := range paths {
		steps := strings.Split(path, ".")
		if len(steps) > depth {
			return nil, badParam("expand", "property_expansion_max_depth", "You cannot expand more than 4 levels of a property. Property: "+path)
		}
		if err := e.expand(shown, steps, path); err != nil {
			return nil, err
		}
	}
	return shown, nil
}

func (e *Emulator) expand(node any, steps []string, path string) error {
	if len(steps) == 0 {
		return nil
	}
	switch one := node.(type) {
	case []any:
		for i := range one {
			if err := e.expand(one[i], steps, path); err != nil {
				return err
			}
		}
	case map[string]any:
		return e.expandField(one, steps, path)
	}
	return nil
}

func (e *Emulator) expandField(one map[string]any, steps []string, path string) error {
	inner, known := one[steps[0]]
	if !known {
		inner, known = e.include(one, steps[0])
	}
	if !known && one["deleted"] != true {
		return badParam("expand", "", "This property cannot be expanded ("+path+").")
	}
	one[steps[0]] = e.fetch(inner)
	if !known {
		delete(one, steps[0])
	}
	return e.expand(one[steps[0]], steps[1:], path)
}

// fetch is the object that an id, or each id of some, stands for.
func (e *Emulator) fetch(node any) any {
	switch one := node.(type) {
	case string:
		if found, known := e.state.object(one); known {
			return e.render(found)
		}
	case []any:
		for i := range one {
			one[i] = e.fetch(one[i])
		}
	}
	return node
}

// include makes what an object shows only to those who ask.
func (e *Emulator) include(one map[string]any, field string) (any, bool) {
	id, _ := one["id"].(string)
	kind, _ := one["object"].(string)
	switch kind + "." + field {
	case "checkout.session.line_items":
		return e.render(e.lineItems(e.state.sessions.look(id))), true
	case "customer.subscriptions":
		return e.render(listOf(e.subscriptionsOf(id), "/v1/subscriptions?customer="+id)), true
	case "customer.tax_ids":
		return e.render(listOf(e.taxIDsOf(id), "/v1/customers/"+id+"/tax_ids")), true
	case "customer.sources":
		return e.render(listOf([]string{}, "/v1/customers/"+id+"/sources")), true
	case "customer.tax":
		return e.render(e.taxOf(e.state.customers.look(id))), true
	case "charge.refunds":
		return e.render(listOf(e.refundsOf(id), "/v1/charges/"+id+"/refunds")), true
	case "product.default_price", "price.currency_options", "price.tiers", "coupon.applies_to":
		return nil, false
	}
	return nil, false
}
