package api

import (
	"slices"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/checkout"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// depth is how far a request may expand; the data of a list is a step, too.
const depth = 4

// expanded is an object as the API shows it, with the whole objects in the
// place of the ids that the paths name.
func expanded(tx *store.Tx, object any, paths []string) (any, error) {
	shown := render.Object(tx, object)
	slices.Sort(paths) // the outer ones first
	for _, path := range paths {
		steps := strings.Split(path, ".")
		if len(steps) > depth {
			return nil, apierror.BadParam(
				"expand", "property_expansion_max_depth",
				"You cannot expand more than 4 levels of a property. Property: "+path,
			)
		}
		if err := expand(tx, shown, steps, path); err != nil {
			return nil, err
		}
	}
	return shown, nil
}

func expand(tx *store.Tx, node any, steps []string, path string) error {
	if len(steps) == 0 {
		return nil
	}
	switch one := node.(type) {
	case []any:
		for i := range one {
			if err := expand(tx, one[i], steps, path); err != nil {
				return err
			}
		}
	case map[string]any:
		return expandField(tx, one, steps, path)
	}
	return nil
}

func expandField(tx *store.Tx, one map[string]any, steps []string, path string) error {
	inner, known := one[steps[0]]
	if !known {
		inner, known = include(tx, one, steps[0])
	}
	if !known && one["deleted"] != true {
		return apierror.BadParam("expand", "", "This property cannot be expanded ("+path+").")
	}
	one[steps[0]] = fetch(tx, inner)
	if !known {
		delete(one, steps[0])
	}
	return expand(tx, one[steps[0]], steps[1:], path)
}

// fetch is the object that an id, or each id of some, stands for.
func fetch(tx *store.Tx, node any) any {
	switch one := node.(type) {
	case string:
		if found, known := tx.Object(one); known {
			return render.Object(tx, found)
		}
	case []any:
		for i := range one {
			one[i] = fetch(tx, one[i])
		}
	}
	return node
}

// include makes what an object shows only to those who ask.
func include(tx *store.Tx, one map[string]any, field string) (any, bool) {
	id, _ := one["id"].(string)
	kind, _ := one["object"].(string)
	switch kind + "." + field {
	case "checkout.session.line_items":
		return render.Object(tx, checkout.LineItems(tx, tx.Sessions.Look(id))), true
	case "customer.subscriptions":
		return render.Object(tx, objects.ListOf(rules.SubscriptionsOf(tx, id), "/v1/subscriptions?customer="+id)), true
	case "customer.tax_ids":
		return render.Object(tx, objects.ListOf(rules.TaxIDsOf(tx, id), "/v1/customers/"+id+"/tax_ids")), true
	case "customer.sources":
		return render.Object(tx, objects.ListOf([]string{}, "/v1/customers/"+id+"/sources")), true
	case "customer.tax":
		return render.Object(tx, rules.TaxOf(tx.Customers.Look(id))), true
	case "charge.refunds":
		return render.Object(tx, objects.ListOf(rules.RefundsOf(tx, id), "/v1/charges/"+id+"/refunds")), true
	case "product.default_price", "price.currency_options", "price.tiers", "coupon.applies_to":
		return nil, false
	}
	return nil, false
}
