package pages

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/rules"
)

// problems is a message for each field at fault.
type problems map[string]string

// checkCard finds what cannot be a card at all.
func checkCard(c rules.Card, now time.Time) problems {
	wrong := problems{}
	if !isCardNumber(c.Number) {
		wrong["number"] = "That is not a card number. Try 4242 4242 4242 4242."
	}
	if message := checkExpiry(c.Expiry, now); message != "" {
		wrong["expiry"] = message
	}
	if len(c.CVC) < 3 || len(c.CVC) > 4 || !rules.IsDigits(c.CVC) {
		wrong["cvc"] = "The security code has three or four digits."
	}
	if c.Name == "" || len(c.Name) > 200 {
		wrong["name"] = "Please type the name on the card."
	}
	return wrong
}

func checkExpiry(typed string, now time.Time) string {
	month, year, isOne := rules.ReadExpiry(typed)
	switch {
	case !isOne:
		return "Please type month and year, like 12/34."
	case rules.IsOver(month, year, now):
		return "This card has expired."
	}
	return ""
}

// isCardNumber checks the length and the check digit.
func isCardNumber(s string) bool {
	if len(s) < 12 || len(s) > 19 || !rules.IsDigits(s) {
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

// testCardList is what the pages tell of the cards.
var testCardList = []struct{ number, does string }{
	{"4242 4242 4242 4242", "pays"},
	{"4000 0000 0000 0002", "is declined"},
	{"4000 0000 0000 9995", "has insufficient funds"},
	{"4000 0000 0000 0069", "has expired"},
	{"4000 0000 0000 0341", "pays now, and fails when it is charged later"},
	{"4000 0025 0000 3155", "asks you to confirm (3D Secure)"},
}
