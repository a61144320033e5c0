package billing

import (
	"fmt"
	"strings"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/money"
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
	return fmt.Sprintf(
		"Your first %d days are free, once for each person. Cancel before they end, and you pay nothing.",
		o.TrialDays,
	)
}

// per is how often the price is paid, and what the tax does to it.
func (o Offer) per() string {
	words := "once"
	if o.Price.Interval != "" {
		words = "a " + o.Price.Interval
	}
	return money.WithTax(words, o.Price.TaxBehavior)
}
