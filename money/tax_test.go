package money_test

import (
	"testing"

	"github.com/prokken/prokken/money"
)

// TestWithTax: a price says what the tax does to it, and nothing where none is taken.
func TestWithTax(t *testing.T) {
	for behavior, want := range map[string]string{
		"": "$9", money.TaxExclusive: "$9 plus tax", money.TaxInclusive: "$9 incl. VAT",
	} {
		if got := money.WithTax("$9", behavior); got != want {
			t.Errorf("%q: %q, want %q", behavior, got, want)
		}
	}
}
