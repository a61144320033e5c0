package api

import (
	"slices"
	"strconv"
	"strings"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

const priceTakes = "active lookup_key transfer_lookup_key metadata nickname tax_behavior"

var priceOperations = map[string]operation{
	"GET /v1/prices": {"lookup_keys active product currency type recurring" + paging, "", listPrices},
	"POST /v1/prices": {
		priceTakes + " currency product product_data unit_amount recurring billing_scheme",
		"currency unit_amount", createPrice,
	},
	"GET /v1/prices/{id}":  {"", "", retrievePrice},
	"POST /v1/prices/{id}": {priceTakes, "", updatePrice},
}

func createPrice(tx *store.Tx, p params.Params) (any, error) {
	owner := p.Get("product")
	if p.Gives("product_data") {
		sold, err := createProduct(tx, p.Sub("product_data"))
		if err != nil {
			return nil, err
		}
		owner = sold.(*objects.Product).ID
	}
	made, err := addPrice(tx, p, owner)
	if err != nil {
		return nil, err
	}
	return made, events.Announce(tx, "price.created", made)
}

func addPrice(tx *store.Tx, p params.Params, owner string) (*objects.Price, error) {
	if owner == "" {
		return nil, apierror.MissingParam(p.Full("product"))
	}
	if tx.Products.Get(owner) == nil {
		return nil, apierror.NotFound("product", owner, p.Full("product"))
	}
	made := &objects.Price{
		ID: objects.NewID("price_"), Object: "price", Active: true, Created: tx.Now().Unix(), BillingScheme: "per_unit",
		TaxBehavior: "unspecified", Type: "one_time", Currency: strings.ToLower(p.Get("currency")), Product: owner,
	}
	if len(made.Currency) != 3 {
		p.Bad("currency", "", "Invalid currency: "+p.Get("currency"))
	}
	made.UnitAmount = p.Number("unit_amount", 0)
	checkAmount(made, 1, p)
	made.UnitAmountDecimal = strconv.FormatInt(made.UnitAmount, 10)
	if p.Gives("recurring") {
		made.Type, made.Recurring = "recurring", readRecurring(p.Sub("recurring"))
	}
	readPrice(tx, made, p)
	return tx.Prices.Put(made.ID, made), nil
}

func readRecurring(p params.Params) *objects.Recurring {
	made := &objects.Recurring{
		Interval: p.Get("interval"), IntervalCount: p.Count("interval_count", 1),
		UsageType: p.Choice("usage_type", "licensed"),
	}
	if !slices.Contains([]string{"day", "week", "month", "year"}, made.Interval) {
		p.Bad("interval", "", "Invalid recurring[interval]: must be one of day, month, week, or year")
	}
	p.Moment("trial_period_days", &made.TrialPeriodDays)
	return made
}

// checkAmount refuses amounts that Stripe does not take.
func checkAmount(one *objects.Price, quantity int64, p params.Params) {
	if one.UnitAmount > rules.MaxAmount || quantity > rules.MaxAmount || one.UnitAmount*quantity > rules.MaxAmount {
		p.Bad("quantity", "amount_too_large", "The amount must be no more than 999,999.99.")
	}
}

func readPrice(tx *store.Tx, one *objects.Price, p params.Params) {
	one.Active, one.Metadata = p.Flag("active", one.Active), p.Merged(one.Metadata)
	one.TaxBehavior = p.Choice("tax_behavior", one.TaxBehavior, "unspecified", "exclusive", "inclusive")
	p.Word("nickname", &one.Nickname)
	if p.Has("lookup_key") {
		takeLookupKey(tx, p)
		p.Word("lookup_key", &one.LookupKey)
	}
}

// takeLookupKey frees the lookup key for a price: only one has it.
func takeLookupKey(tx *store.Tx, p params.Params) {
	for _, other := range tx.Prices.Find(func(one *objects.Price) bool {
		return objects.Value(one.LookupKey) == p.Get("lookup_key")
	}) {
		if p.Get("lookup_key") == "" || other.ID == p.ID {
			continue
		}
		if !p.Flag("transfer_lookup_key", false) {
			p.Bad("lookup_key", "", "A price (`"+other.ID+"`) already uses that lookup key.")
		}
		other.LookupKey = nil
	}
}

func retrievePrice(tx *store.Tx, p params.Params) (any, error) {
	if one := tx.Prices.Look(p.ID); one != nil {
		return one, nil
	}
	return nil, apierror.NotFound("price", p.ID, "")
}

func updatePrice(tx *store.Tx, p params.Params) (any, error) {
	one := tx.Prices.Get(p.ID)
	if one == nil {
		return nil, apierror.NotFound("price", p.ID, "")
	}
	readPrice(tx, one, p)
	return one, events.AnnounceChange(tx, "price.updated", one)
}

func listPrices(tx *store.Tx, p params.Params) (any, error) {
	keys := p.All("lookup_keys")
	interval := p.Sub("recurring").Get("interval")
	return page(tx.Prices.Newest(), "/v1/prices", p, func(one *objects.Price) bool {
		return (len(keys) == 0 || one.LookupKey != nil && objects.Among(keys, *one.LookupKey)) &&
			p.Is("product", one.Product) &&
			p.Is("active", params.Bool(one.Active)) && p.Is("currency", one.Currency) && p.Is("type", one.Type) &&
			(interval == "" || one.Recurring != nil && one.Recurring.Interval == interval) && p.Made(one.Created)
	})
}
