package emulator

import (
	"slices"
	"strconv"
	"strings"
)

type (
	price struct {
		ID                string            `json:"id"`
		Object            string            `json:"object"`
		Active            bool              `json:"active"`
		BillingScheme     string            `json:"billing_scheme"`
		Created           int64             `json:"created"`
		Currency          string            `json:"currency"`
		CustomUnitAmount  *string           `json:"custom_unit_amount"`
		Livemode          bool              `json:"livemode"`
		LookupKey         *string           `json:"lookup_key"`
		Metadata          map[string]string `json:"metadata"`
		Nickname          *string           `json:"nickname"`
		Product           string            `json:"product"`
		Recurring         *recurring        `json:"recurring"`
		TaxBehavior       string            `json:"tax_behavior"`
		TiersMode         *string           `json:"tiers_mode"`
		TransformQuantity *string           `json:"transform_quantity"`
		Type              string            `json:"type"`
		UnitAmount        int64             `json:"unit_amount"`
		UnitAmountDecimal string            `json:"unit_amount_decimal"`
	}

	recurring struct {
		AggregateUsage  *string `json:"aggregate_usage"`
		Interval        string  `json:"interval"`
		IntervalCount   int64   `json:"interval_count"`
		Meter           *string `json:"meter"`
		TrialPeriodDays *int64  `json:"trial_period_days"`
		UsageType       string  `json:"usage_type"`
	}
)

const priceTakes = "active lookup_key transfer_lookup_key metadata nickname tax_behavior"

var priceOperations = map[string]operation{
	"GET /v1/prices":       {"lookup_keys active product currency type recurring" + paging, "", listPrices},
	"POST /v1/prices":      {priceTakes + " currency product product_data unit_amount recurring billing_scheme", "currency unit_amount", createPrice},
	"GET /v1/prices/{id}":  {"", "", retrievePrice},
	"POST /v1/prices/{id}": {priceTakes, "", updatePrice},
}

func createPrice(e *Emulator, p params) (any, error) {
	owner := p.Get("product")
	if p.gives("product_data") {
		sold, err := createProduct(e, p.sub("product_data"))
		if err != nil {
			return nil, err
		}
		owner = sold.(*product).ID
	}
	made, err := e.addPrice(p, owner)
	if err != nil {
		return nil, err
	}
	return made, e.announce("price.created", made)
}

func (e *Emulator) addPrice(p params, owner string) (*price, error) {
	if owner == "" {
		return nil, missingParam(p.full("product"))
	}
	if e.state.products.get(owner) == nil {
		return nil, noSuch("product", owner, p.full("product"))
	}
	made := &price{
		ID: newID("price_"), Object: "price", Active: true, Created: e.now().Unix(), BillingScheme: "per_unit",
		TaxBehavior: "unspecified", Type: "one_time", Currency: strings.ToLower(p.Get("currency")), Product: owner,
	}
	if len(made.Currency) != 3 {
		p.bad("currency", "", "Invalid currency: "+p.Get("currency"))
	}
	made.UnitAmount = p.number("unit_amount", 0)
	made.afford(1, p)
	made.UnitAmountDecimal = strconv.FormatInt(made.UnitAmount, 10)
	if p.gives("recurring") {
		made.Type, made.Recurring = "recurring", readRecurring(p.sub("recurring"))
	}
	e.readPrice(made, p)
	return e.state.prices.put(made.ID, made), nil
}

func readRecurring(p params) *recurring {
	made := &recurring{Interval: p.Get("interval"), IntervalCount: p.count("interval_count", 1), UsageType: p.choice("usage_type", "licensed")}
	if !slices.Contains([]string{"day", "week", "month", "year"}, made.Interval) {
		p.bad("interval", "", "Invalid recurring[interval]: must be one of day, month, week, or year")
	}
	p.moment("trial_period_days", &made.TrialPeriodDays)
	return made
}

// most is the largest amount that Stripe takes.
const most = 99_999_999

// afford refuses amounts that Stripe does not take.
func (one *price) afford(quantity int64, p params) {
	if one.UnitAmount > most || quantity > most || one.UnitAmount*quantity > most {
		p.bad("quantity", "amount_too_large", "The amount must be no more than 999,999.99.")
	}
}

func (e *Emulator) readPrice(one *price, p params) {
	one.Active, one.Metadata = p.flag("active", one.Active), p.merged(one.Metadata)
	one.TaxBehavior = p.choice("tax_behavior", one.TaxBehavior, "unspecified", "exclusive", "inclusive")
	p.word("nickname", &one.Nickname)
	if p.Has("lookup_key") {
		e.takeLookupKey(p)
		p.word("lookup_key", &one.LookupKey)
	}
}

// takeLookupKey frees the lookup key for a price: only one has it.
func (e *Emulator) takeLookupKey(p params) {
	for _, other := range e.state.prices.find(func(one *price) bool { return value(one.LookupKey) == p.Get("lookup_key") }) {
		if p.Get("lookup_key") == "" || other.ID == p.id {
			continue
		}
		if !p.flag("transfer_lookup_key", false) {
			p.bad("lookup_key", "", "A price (`"+other.ID+"`) already uses that lookup key.")
		}
		other.LookupKey = nil
	}
}

func retrievePrice(e *Emulator, p params) (any, error) {
	if one := e.state.prices.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("price", p.id, "")
}

func updatePrice(e *Emulator, p params) (any, error) {
	one := e.state.prices.get(p.id)
	if one == nil {
		return nil, noSuch("price", p.id, "")
	}
	e.readPrice(one, p)
	return one, e.announceChange("price.updated", one)
}

func listPrices(e *Emulator, p params) (any, error) {
	keys := p.all("lookup_keys")
	interval := p.sub("recurring").Get("interval")
	return page(e.state.prices, "/v1/prices", p, func(one *price) bool {
		return (len(keys) == 0 || one.LookupKey != nil && among(keys, *one.LookupKey)) && p.is("product", one.Product) &&
			p.is("active", yes(one.Active)) && p.is("currency", one.Currency) && p.is("type", one.Type) &&
			(interval == "" || one.Recurring != nil && one.Recurring.Interval == interval) && p.made(one.Created)
	})
}

// among reports whether one of some words, if there are any, is the value.
func among(words []string, value string) bool {
	return len(words) == 0 || slices.Contains(words, value)
}
