package emulator

import (
	"time"
)

// sessionLife is how long a hosted page can be paid where nothing else is said.
const sessionLife = 24 * time.Hour

const sessionTakes = "mode customer customer_email customer_creation customer_update client_reference_id line_items success_url cancel_url metadata" +
	" subscription_data payment_intent_data setup_intent_data payment_method_types payment_method_collection payment_method_options allow_promotion_codes discounts" +
	" automatic_tax tax_id_collection billing_address_collection consent_collection invoice_creation expires_at custom_text locale" +
	" phone_number_collection submit_type currency saved_payment_method_options ui_mode"

var sessionOperations = map[string]operation{
	"POST /v1/checkout/sessions":                {sessionTakes, "success_url", createSession},
	"GET /v1/checkout/sessions":                 {"customer payment_intent subscription status" + paging, "", listSessions},
	"GET /v1/checkout/sessions/{id}":            {"", "", retrieveSession},
	"POST /v1/checkout/sessions/{id}":           {"metadata", "", updateSession},
	"POST /v1/checkout/sessions/{id}/expire":    {"", "", expireSession},
	"GET /v1/checkout/sessions/{id}/line_items": {paging, "", listSessionLines},
}

func retrieveSession(e *Emulator, p params) (any, error) {
	if s := e.state.sessions.look(p.id); s != nil {
		return s, nil
	}
	return nil, noSuch("checkout.session", p.id, "")
}

func updateSession(e *Emulator, p params) (any, error) {
	s := e.state.sessions.get(p.id)
	if s == nil {
		return nil, noSuch("checkout.session", p.id, "")
	}
	s.Metadata = p.merged(s.Metadata)
	return s, nil
}

func listSessions(e *Emulator, p params) (any, error) {
	return page(e.state.sessions, "/v1/checkout/sessions", p, func(s *session) bool {
		return p.is("customer", value(s.Customer)) && p.is("payment_intent", value(s.PaymentIntent)) &&
			p.is("subscription", value(s.Subscription)) && p.is("status", s.Status) && p.made(s.Created)
	})
}

func expireSession(e *Emulator, p params) (any, error) {
	s := e.state.sessions.get(p.id)
	if s == nil {
		return nil, noSuch("checkout.session", p.id, "")
	}
	if s.Status != "open" {
		return nil, badState("", "Only Checkout Sessions with a status in [\"open\"] can be expired. This one is "+s.Status+".")
	}
	return s, e.expire(s)
}

func (e *Emulator) expire(s *session) error {
	s.Status, s.URL, s.Private.Asked = "expired", nil, nil
	return e.announce("checkout.session.expired", s)
}

func listSessionLines(e *Emulator, p params) (any, error) {
	s := e.state.sessions.look(p.id)
	if s == nil {
		return nil, noSuch("checkout.session", p.id, "")
	}
	shown := newTable[lineItem]("item")
	all := e.lineItems(s).Data
	for at := len(all) - 1; at >= 0; at-- {
		shown.put(all[at].ID, &all[at])
	}
	return page(shown, "/v1/checkout/sessions/"+p.id+"/line_items", p, func(*lineItem) bool { return true })
}

// lineItems are a session's lines with what they cost.
func (e *Emulator) lineItems(s *session) list[lineItem] {
	var shown []lineItem
	parts := e.parts(s)
	for at, one := range s.Private.Lines {
		sold := e.state.prices.look(one.Price)
		p := parts[at]
		shown = append(shown, lineItem{
			ID: one.ID, Object: "item", AmountDiscount: p.discounted(), AmountSubtotal: p.amount, AmountTax: p.tax, AmountTotal: p.amount - p.discounted() + p.tax,
			Currency: sold.Currency, Description: &e.state.products.look(sold.Product).Name, Price: one.Price, Quantity: one.Quantity,
		})
	}
	return listOf(shown, "/v1/checkout/sessions/"+s.ID+"/line_items")
}

// parts are what the lines cost today: during a trial what recurs is free.
func (e *Emulator) parts(s *session) []part {
	parts, coupons := make([]part, len(s.Private.Lines)), []*coupon{}
	for at, one := range s.Private.Lines {
		sold := e.state.prices.look(one.Price)
		parts[at] = part{amount: sold.UnitAmount * one.Quantity, discountable: true}
		if sold.Recurring != nil && s.hasTrial() {
			parts[at].amount = 0
		}
	}
	for _, one := range s.Private.Offers {
		coupons = append(coupons, e.state.coupons.look(one.Coupon))
	}
	bill(parts, coupons, s.AutomaticTax.Enabled && e.isTaxed(s))
	return parts
}

func (s *session) hasTrial() bool { return s.Private.TrialDays > 0 || s.Private.TrialEnd != nil }

func (e *Emulator) isTaxed(s *session) bool {
	if s.CustomerDetails != nil && s.CustomerDetails.Address != nil {
		return s.CustomerDetails.Address.isTaxed()
	}
	owner := e.state.customers.look(value(s.Customer))
	return owner != nil && owner.paysTax()
}

// reckon brings a session's totals up to date.
func (e *Emulator) reckon(s *session) {
	if s.Mode == "setup" {
		return
	}
	var subtotal, total int64
	details := &totalDetails{}
	for _, p := range e.parts(s) {
		subtotal, total = subtotal+p.amount, total+p.amount-p.discounted()+p.tax
		details.AmountDiscount, details.AmountTax = details.AmountDiscount+p.discounted(), details.AmountTax+p.tax
	}
	s.AmountSubtotal, s.AmountTotal, s.TotalDetails = &subtotal, &total, details
}
