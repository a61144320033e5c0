package emulator

import (
	"fmt"
	"slices"
	"strings"
)

// view is what the hosted page shows. It has no card number, so none can be
// sent back.
type view struct {
	id, status               string
	plan, description, email string
	price, interval          string
	successURL, cancelURL    string
	name, expiry             string
	declined                 string
	wrong                    problems
}

// look reads what a session's page shows.
func (e *Emulator) look(id string) (view, bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.state.expireCheckouts(e.now())
	c := e.state.Checkouts[id]
	if c == nil {
		return view{}, false
	}
	one := e.state.Prices[c.Price]
	sold := e.state.Products[one.Product]
	v := view{
		id: id, status: c.Session.Status, plan: sold.Name, email: e.state.Customers[c.Session.Customer].Email,
		price: money(c.Session.AmountTotal, c.Session.Currency), interval: one.Recurring.Interval,
		successURL: strings.ReplaceAll(c.Session.SuccessURL, "{CHECKOUT_SESSION_ID}", id), cancelURL: c.Session.CancelURL,
	}
	if sold.Description != nil {
		v.description = *sold.Description
	}
	return v, true
}

// wholeUnits are the currencies that have no smaller unit (Stripe's list).
var wholeUnits = strings.Fields("bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf")

// money prints an amount of the currency's smallest unit.
func money(amount int64, currency string) string {
	sign := map[string]string{"usd": "$", "eur": "€", "gbp": "£"}[currency]
	if sign == "" {
		sign = strings.ToUpper(currency) + " "
	}
	if slices.Contains(wholeUnits, currency) {
		return fmt.Sprintf("%s%d", sign, amount)
	}
	return fmt.Sprintf("%s%d.%02d", sign, amount/100, amount%100)
}
