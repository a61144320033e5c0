package emulator

import (
	"strings"
	"time"
)

// card is what was typed into a form; with no expiry it is valid for long.
type card struct {
	number, expiry, cvc, name string
}

// problems is a message for each field at fault.
type problems map[string]string

// check finds what cannot be a card at all.
func (c card) check(now time.Time) problems {
	wrong := problems{}
	if !isCardNumber(c.number) {
		wrong["number"] = "That is not a card number. Try 4242 4242 4242 4242."
	}
	if message := checkExpiry(c.expiry, now); message != "" {
		wrong["expiry"] = message
	}
	if len(c.cvc) < 3 || len(c.cvc) > 4 || !isDigits(c.cvc) {
		wrong["cvc"] = "The security code has three or four digits."
	}
	if c.name == "" || len(c.name) > 200 {
		wrong["name"] = "Please type the name on the card."
	}
	return wrong
}

func checkExpiry(typed string, now time.Time) string {
	month, year, isOne := readExpiry(typed)
	switch {
	case !isOne:
		return "Please type month and year, like 12/34."
	case isOver(month, year, now):
		return "This card has expired."
	}
	return ""
}

// readExpiry reads 12/34, 12 / 2034 and 1234.
func readExpiry(typed string) (month, year int64, isOne bool) {
	digits := strings.NewReplacer("/", "", " ", "", "-", "").Replace(typed)
	if !isDigits(digits) || len(digits) != 4 && len(digits) != 6 {
		return 0, 0, false
	}
	month, _ = isNumber(digits[:2])
	year, _ = isNumber(digits[2:])
	if len(digits) == 4 {
		year += 2000
	}
	return month, year, month >= 1 && month <= 12
}

// isOver: a card is valid to the end of its month.
func isOver(month, year int64, now time.Time) bool {
	return !time.Date(int(year), time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC).After(now)
}

// isCardNumber checks the length and the check digit.
func isCardNumber(s string) bool {
	if len(s) < 12 || len(s) > 19 || !isDigits(s) {
		return false
	}
	sum := 0
	for i := range s {
		digit := int(s[len(s)-1-i] - '0')
		if i%2 == 1 {
			if digit *= 2; digit > 9 {
				digit -= 9
			}
		}
		sum += digit
	}
	return sum%10 == 0
}

func isDigits(s string) bool {
	return s != "" && strings.Trim(s, "0123456789") == ""
}
