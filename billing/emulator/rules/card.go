package rules

import (
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/params"
)

// Card is what was typed into a form; with no expiry it is valid for long.
type Card struct {
	Number, Expiry, CVC, Name string
}

// ReadExpiry reads 12/34, 12 / 2034 and 1234.
func ReadExpiry(typed string) (month, year int64, isOne bool) {
	digits := strings.NewReplacer("/", "", " ", "", "-", "").Replace(typed)
	if !IsDigits(digits) || len(digits) != 4 && len(digits) != 6 {
		return 0, 0, false
	}
	month, _ = params.IsNumber(digits[:2])
	year, _ = params.IsNumber(digits[2:])
	if len(digits) == 4 {
		year += 2000
	}
	return month, year, month >= 1 && month <= 12
}

// IsOver: a card is valid to the end of its month.
func IsOver(month, year int64, now time.Time) bool {
	return !time.Date(int(year), time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC).After(now)
}

// IsDigits reports whether a text is digits alone.
func IsDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
