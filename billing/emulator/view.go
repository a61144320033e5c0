package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// view is what the hosted page shows. It has no card number, so none can be
// sent back.
type view struct {
	id, status            string
	plan, description     string
	email                 string
	price, interval       string
	rows                  []string // what is sold, where it is more than one thing
	trial                 string   // until when it costs nothing
	due                   string
	mode                  string
	successURL, cancelURL string
	quantity              string // "" where it cannot be changed
	codes, terms, address bool   // what is asked for
	takesDebit, needsMail bool
	free                  bool // nothing is due, and no card has to be kept
	taxIDs                bool
	typed                 map[string]string
	declined              string
	wrong                 problems
}

// look reads what a session's page shows.
func (e *Emulator) look(id string) (view, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if err := e.catchUp(); err != nil {
		return view{}, false
	}
	s := e.state.sessions.look(id)
	if s == nil {
		return view{}, false
	}
	return e.viewOf(s), true
}

func (e *Emulator) viewOf(s *session) view {
	v := view{
		id: s.ID, status: s.Status, mode: s.Mode, plan: "a card for later", successURL: s.next(), cancelURL: value(s.CancelURL), email: value(s.CustomerEmail),
		codes: s.AllowPromotionCodes != nil && *s.AllowPromotionCodes, taxIDs: s.TaxIDCollection != nil && s.TaxIDCollection.Enabled,
		terms:      s.ConsentCollection != nil && value(s.ConsentCollection.TermsOfService) == "required",
		address:    s.AutomaticTax.Enabled || value(s.BillingAddressCollection) == "required",
		takesDebit: among(s.PaymentMethodTypes, "sepa_debit"), needsMail: s.Customer == nil,
		typed: map[string]string{}, wrong: problems{},
	}
	if owner := e.state.customers.look(value(s.Customer)); owner != nil {
		v.email = value(owner.Email)
	}
	v.free = s.needsNoCard()
	if s.Private.Asked != nil && s.Status == "open" {
		v.status = "asked"
	}
	e.viewLines(s, &v)
	return v
}

func (e *Emulator) viewLines(s *session, v *view) {
	var names []string
	for _, one := range s.Private.Lines {
		sold := e.state.prices.look(one.Price)
		product := e.state.products.look(sold.Product)
		names = append(names, product.Name)
		v.rows = append(v.rows, e.words(sold, one.Quantity))
		v.description += value(product.Description)
		if sold.Recurring != nil {
			v.interval = sold.Recurring.Interval
		}
		if one.Adjustable && v.quantity == "" {
			v.quantity = count(one.Quantity)
		}
	}
	if len(names) == 0 {
		return
	}
	v.plan = strings.Join(names, ", ")
	v.due = money(*s.AmountTotal, *s.Currency)
	v.price = v.due
	if days := s.Private.TrialDays; days > 0 {
		v.trial = count(days) + " days free"
	} else if s.Private.TrialEnd != nil {
		v.trial = "Free until the trial ends"
	}
	if v.trial != "" {
		sum := int64(0)
		for _, one := range s.Private.Lines {
			sum += e.state.prices.look(one.Price).UnitAmount * one.Quantity
		}
		v.price = money(sum, *s.Currency)
	}
}

// wholeUnits are the currencies that have no smaller unit (Stripe's list).
var wholeUnits = strings.Fields("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")

// money prints an amount of the currency's smallest unit.
func money(amount int64, currency string) string {
	if amount < 0 {
		return "-" + money(-amount, currency)
	}
	sign := map[string]string{"usd": "$", "eur": "€", "gbp": "£"}[currency]
	if sign == "" {
		sign = strings.ToUpper(currency) + " "
	}
	if slices.Contains(wholeUnits, currency) {
		return fmt.Sprintf("%s%d", sign, amount)
	}
	return fmt.Sprintf("%s%d.%02d", sign, amount/100, amount%100)
}
