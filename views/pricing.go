package views

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/config"
)

// Pricing shows what is sold; Current is the id of the viewer's own plan.
type Pricing struct {
	Plans, Products       []Offer
	Currencies, Intervals []Choice
	Current               string
	Problem               string
}

// Offer is something to buy, at one price.
type Offer struct {
	ID, Name, Description string
	Features              []string
	Price                 config.Price
	Most, TrialDays       int64
}

// Choice is one of several ways to see the page.
type Choice struct {
	Value, Href string
	Chosen      bool
}

func (c Choice) words() string {
	switch c.Value {
	case "month":
		return "Monthly"
	case "year":
		return "Yearly"
	}
	return strings.ToUpper(c.Value)
}

// trial is what is free, in words.
func (o Offer) trial() string {
	if o.TrialDays == 0 {
		return ""
	}
	return fmt.Sprintf("Your first %d days are free. Cancel before they end, and you pay nothing.", o.TrialDays)
}

// zeroDecimal are the currencies whose smallest unit is the unit itself
// (Stripe's list).
const zeroDecimal = " bif clp djf gnf jpy kmf krw mga pyg rwf ugx vnd vuv xaf xof xpf "

// Decimals is how many digits of a unit the currency has.
func Decimals(currency string) int {
	if strings.Contains(zeroDecimal, " "+currency+" ") {
		return 0
	}
	return 2
}

// Typed is an amount as one types it.
func Typed(amount int64, currency string) string {
	if Decimals(currency) == 0 {
		return fmt.Sprint(amount)
	}
	return fmt.Sprintf("%d.%02d", amount/100, amount%100)
}

// Money prints an amount of the currency's smallest unit.
func Money(amount int64, currency string) string {
	if amount < 0 {
		return "−" + Money(-amount, currency)
	}
	if strings.Contains(zeroDecimal, " "+currency+" ") {
		return fmt.Sprintf("%s %d", strings.ToUpper(currency), amount)
	}
	sign := map[string]string{"usd": "$", "eur": "€", "gbp": "£"}[currency]
	if sign == "" {
		sign = strings.ToUpper(currency) + " "
	}
	if amount%100 == 0 {
		return fmt.Sprintf("%s%d", sign, amount/100)
	}
	return fmt.Sprintf("%s%d.%02d", sign, amount/100, amount%100)
}
