package money_test

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/money"
)

// TestMoney is printed and read as Stripe counts it.
func TestMoney(t *testing.T) {
	for _, tt := range []struct {
		amount         int64
		currency       string
		short, full    string
		typed, refused string
	}{
		{900, "usd", "$9", "$9.00", "9", "9.005"},
		{1250, "eur", "€12.50", "€12.50", "12,5", "12,5,0"},
		{-5, "gbp", "−£0.05", "−£0.05", "", "-0.05"},
		{500, "jpy", "JPY 500", "JPY 500", "500", "500.0"},
		{1230, "kwd", "KWD 1.230", "KWD 1.230", "1.23", "1.234"},
		{2000, "tnd", "TND 2", "TND 2.000", "2.000", "2.0001"},
		{500, "ugx", "UGX 5", "UGX 5", "5", "5.5"},
		{700, "isk", "ISK 7", "ISK 7", "7.00", "7.01"},
		{1045, "huf", "HUF 10.45", "HUF 10.45", "10.45", "0"},
		{80000, "twd", "TWD 800", "TWD 800.00", "800", "99999999999999999999"},
		{0, "usd", "$0", "$0.00", "", ""},
		{123456700, "usd", "$1,234,567", "$1,234,567.00", "1234567", "1,234,567"},
		{-100050, "eur", "−€1,000.50", "−€1,000.50", "", "1.000,50"},
		{1234567, "jpy", "JPY 1,234,567", "JPY 1,234,567", "1234567", "1,2345,67"},
	} {
		if short, full := money.Short(tt.amount, tt.currency), money.Full(tt.amount, tt.currency); short != tt.short ||
			full != tt.full {
			t.Errorf("%d %s: %q and %q", tt.amount, tt.currency, short, full)
		}
		if n, good := money.Parse(tt.typed, tt.currency); tt.typed != "" && (n != tt.amount || !good) {
			t.Errorf("%s %s is read as %d, %v", tt.typed, tt.currency, n, good)
		}
		if n, good := money.Parse(tt.refused, tt.currency); good {
			t.Errorf("%s %s is read as %d", tt.refused, tt.currency, n)
		}
	}
}

// TestDecimals: Stripe's own lists.
func TestDecimals(t *testing.T) {
	for words, want := range map[string]string{
		"bif clp djf gnf jpy kmf krw mga pyg rwf vnd vuv xaf xof xpf": "1234",
		"bhd jod kwd omr tnd":             "1.234",
		"usd eur chf huf twd sek pln inr": "12.34",
		"isk ugx":                         "12",
	} {
		for currency := range strings.FieldsSeq(words) {
			if got := money.Digits(1234, currency); got != want {
				t.Errorf("%s: %s, want %s", currency, got, want)
			}
		}
	}
}
