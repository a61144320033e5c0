package billing

import (
	"cmp"
	"fmt"
	"slices"
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
	Monthly               int64 // what the same costs by the month, where Price is by the year; 0: it is not sold so
	Limits                config.Limits
	Most, TrialDays       int64
}

// Choice is one of several ways to see the page.
type Choice struct {
	Value, Href string
	Chosen      bool
	Saves       int64 // percent, of the dearer way to pay
}

func (c Choice) words() string {
	words := cmp.Or(intervalWords[c.Value], strings.ToUpper(c.Value))
	if c.Saves > 0 {
		words += fmt.Sprintf(", save %d%%", c.Saves)
	}
	return words
}

// intervalWords are how often a price is paid, as a choice.
var intervalWords = map[string]string{"month": "Monthly", "year": "Yearly"}

const monthsOfYear = 12

// Saving returns how many percent a year costs less than twelve months, rounded down; 0 for nothing.
func (o Offer) Saving() int64 {
	months := monthsOfYear * o.Monthly
	if months <= o.Price.Amount {
		return 0
	}
	return (months - o.Price.Amount) * 100 / months
}

// savingWords compare a year with twelve months; "" where there is nothing to compare.
func (o Offer) savingWords() string {
	if o.Saving() == 0 {
		return ""
	}
	saved := monthsOfYear*o.Monthly - o.Price.Amount
	return fmt.Sprintf("%s less than twelve months at %s", money.Short(saved, o.Price.Currency), money.Short(o.Monthly, o.Price.Currency))
}

// taxWords say what the prices say of taxes; "" where none is taken.
func (v Pricing) taxWords() string {
	for _, o := range v.Plans {
		switch o.Price.TaxBehavior {
		case money.TaxExclusive:
			return "Taxes are added at checkout, where your country requires them."
		case money.TaxInclusive:
			return "Prices include taxes."
		}
	}
	return ""
}

// hasTrial reports whether the viewer gets one.
func (v Pricing) hasTrial() bool {
	return slices.ContainsFunc(v.Plans, func(o Offer) bool { return o.TrialDays > 0 })
}

// limitRow is a line of the comparison: what is limited, what that means, and how much of it each
// plan gives.
type limitRow struct {
	Name, Means string
	Of          []int64
}

func limitRows(plans []Offer) []limitRow {
	rows := []limitRow{
		{Name: "Websites", Means: "that are checked and kept up at a time"},
		{Name: "Audits a month", Means: "that you start yourself; the daily ones do not count"},
	}
	for _, o := range plans {
		rows[0].Of, rows[1].Of = append(rows[0].Of, o.Limits.Sites), append(rows[1].Of, o.Limits.AuditsPerMonth)
	}
	return rows
}

// trial is what is free, in words.
func (o Offer) trial() string {
	if o.TrialDays == 0 {
		return ""
	}
	return fmt.Sprintf(
		"Your first %d days are free, once per person. Cancel before they end, and you pay nothing.",
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
