package billing

import "github.com/prokken/prokken/money"

// Money prints an amount for people: see [money.Short].
func Money(amount int64, currency string) string { return money.Short(amount, currency) }

// Digits prints an amount as one types it: see [money.Digits].
func Digits(amount int64, currency string) string { return money.Digits(amount, currency) }

// Units converts an amount into whole units of its currency: see [money.Units].
func Units(amount float64, currency string) float64 { return money.Units(amount, currency) }

// ReadDigits reads an amount as one types it: see [money.Parse].
func ReadDigits(typed, currency string) (int64, bool) { return money.Parse(typed, currency) }
