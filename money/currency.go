package money

import (
	"slices"
	"strings"
)

// How Stripe counts currencies (https://docs.stripe.com/currencies); those that
// are named nowhere are counted in hundredths. HUF and TWD are, too: they are
// whole in payouts alone.
var (
	wholeUnits  = strings.Fields("bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf")
	thousandths = strings.Fields("bhd jod kwd omr tnd")
	// wholeHundreds are counted in hundredths as of old, but have no parts any more:
	// UGX stands in Stripe's list of whole units as well, and 5 UGX are 500 all the
	// same.
	wholeHundreds = strings.Fields("isk ugx")
)

// decimals is how many digits of a unit Stripe's amounts have.
func decimals(currency string) int {
	switch {
	case slices.Contains(wholeUnits, currency):
		return 0
	case slices.Contains(thousandths, currency):
		return 3
	}
	return 2
}

// size is how many of the smallest units make one.
func size(currency string) int64 { return []int64{1, 10, 100, 1000}[decimals(currency)] }

// step is the smallest amount that Stripe moves.
func step(currency string) int64 {
	switch {
	case slices.Contains(thousandths, currency):
		return 10
	case slices.Contains(wholeHundreds, currency):
		return 100
	}
	return 1
}
