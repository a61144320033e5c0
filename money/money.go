// Package money writes and reads amounts of money. An amount is a whole number of the
// smallest units that Stripe counts in: cents of a dollar, whole yen, thousandths of a
// dinar. It belongs neither to billing nor to the emulator that stands in for Stripe, and
// both may call it, as may views; it knows nothing of plans or payments and imports
// nothing of ours. Start reading at [Short] and [Parse].
package money

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/text/language"
	"golang.org/x/text/message"
)

// Short prints an amount for people, without decimals where they are zero: "$9", "€1,012.50".
func Short(amount int64, currency string) string {
	if amount < 0 {
		return "−" + Short(-amount, currency)
	}
	return sign(currency) + strings.TrimSuffix(grouped(amount, currency), "."+strings.Repeat("0", decimals(currency)))
}

// Full prints an amount with all its decimals, as an invoice does: "$9.00".
func Full(amount int64, currency string) string {
	if amount < 0 {
		return "−" + Full(-amount, currency)
	}
	return sign(currency) + grouped(amount, currency)
}

// english writes numbers as people read them.
var english = sync.OnceValue(func() *message.Printer { return message.NewPrinter(language.English) })

// grouped is the amount with its thousands apart: "1,234.50".
func grouped(amount int64, currency string) string {
	_, part, hasPart := strings.Cut(Digits(amount, currency), ".")
	whole := english().Sprintf("%d", amount/size(currency))
	if !hasPart {
		return whole
	}
	return whole + "." + part
}

// Digits is an amount that is not below zero as one types it, without its
// currency.
func Digits(amount int64, currency string) string {
	of := size(currency)
	if step(currency) == of {
		return strconv.FormatInt(amount/of, 10)
	}
	return fmt.Sprintf("%d.%0*d", amount/of, decimals(currency), amount%of)
}

// Units is an amount in whole units of the currency.
func Units(amount float64, currency string) float64 { return amount / float64(size(currency)) }

// Parse reads an amount as one types it; false if it is none, is not above
// zero, or Stripe cannot move it.
func Parse(typed, currency string) (int64, bool) {
	whole, part, _ := strings.Cut(strings.Replace(typed, ",", ".", 1), ".")
	missing := decimals(currency) - len(part)
	if missing < 0 || strings.Trim(whole+part, "0123456789") != "" {
		return 0, false
	}
	n, err := strconv.ParseInt(whole+part+strings.Repeat("0", missing), 10, 64)
	return n, err == nil && n > 0 && n < math.MaxInt64 && n%step(currency) == 0
}

func sign(currency string) string {
	switch currency {
	case "usd":
		return "$"
	case "eur":
		return "€"
	case "gbp":
		return "£"
	}
	return strings.ToUpper(currency) + " "
}
