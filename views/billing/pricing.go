package billing

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
	IsComing              bool // what it sells is not there yet
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
