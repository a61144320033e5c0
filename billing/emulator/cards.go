package emulator

import (
	"net/http"
	"slices"
	"strings"
	"time"
)

// The cards that the emulator knows, and the method that pays later.
const (
	goodCard     = "4242424242424242"
	declinedCard = "4000000000000002"
	emptyCard    = "4000000000009995"
	laterCard    = "4000000000000341" // pays while its owner is there, and then no more
	expiredCard  = "4000000000000069"
	secureCard   = "4000002500003155" // asks for 3D Secure while its owner is there
	BankDebit    = "bank_debit"
)

var knownCards = []string{goodCard, declinedCard, emptyCard, expiredCard, laterCard, secureCard}

// verdict is what a bank says to a charge.
type verdict struct {
	code, decline, message string // why not
	asks, waits            bool   // for 3D Secure; for the bank
}

func (v verdict) pays() bool { return v == verdict{} }

// judge: the customer is there, or the charge is made behind their back.
func (e *Emulator) judge(m *paymentMethod, present bool) verdict {
	switch last := m.last4(); {
	case m.Card == nil:
		return verdict{waits: true}
	case last == expiredCard[12:], isOver(m.Card.ExpMonth, m.Card.ExpYear, e.now()):
		return verdict{code: "expired_card", decline: "expired_card", message: "Your card has expired."}
	case last == declinedCard[12:], last == laterCard[12:] && !present:
		return verdict{code: "card_declined", decline: "generic_decline", message: "Your card was declined."}
	case last == emptyCard[12:]:
		return verdict{code: "card_declined", decline: "insufficient_funds", message: "Your card has insufficient funds."}
	case last == secureCard[12:] && present:
		return verdict{asks: true}
	}
	return verdict{}
}

// digitsOf is a card's number without what people type between its digits.
func digitsOf(number string) string { return strings.NewReplacer(" ", "", "-", "").Replace(number) }

// newMethod is a payment method for a card, or for [BankDebit] in its place.
func (e *Emulator) newMethod(given card, details billingDetails) (*paymentMethod, error) {
	digits := digitsOf(given.number)
	made := &paymentMethod{
		ID: newID("pm_"), Object: "payment_method", AllowRedisplay: "unspecified", BillingDetails: details, Created: e.now().Unix(), Metadata: map[string]string{},
	}
	switch {
	case given.number == BankDebit:
		made.Type = "sepa_debit"
		made.SepaDebit = &sepaDebit{BankCode: pointer("37040044"), BranchCode: pointer(""), Country: pointer("DE"), Fingerprint: pointer("emulatorsepa"), Last4: pointer("3000")}
	case slices.Contains(knownCards, digits):
		made.Type, made.Card = "card", newCard(digits)
		if month, year, isOne := readExpiry(given.expiry); isOne {
			made.Card.ExpMonth, made.Card.ExpYear = month, year
		} else if given.expiry != "" {
			return nil, badExpiry("exp_month", "invalid_expiry_month", "month")
		}
		return made, made.Card.checkExpiry(e.now())
	default:
		return nil, badParam("card", "incorrect_number", "Only the test cards work here, and no real card should be typed.")
	}
	return made, nil
}

// checkExpiry refuses what Stripe refuses before it asks a bank.
func (c *cardOnFile) checkExpiry(now time.Time) error {
	year := int64(now.UTC().Year())
	switch {
	case c.ExpYear < year || c.ExpYear > year+100:
		return badExpiry("exp_year", "invalid_expiry_year", "year")
	case c.ExpMonth < 1 || c.ExpMonth > 12 || isOver(c.ExpMonth, c.ExpYear, now):
		return badExpiry("exp_month", "invalid_expiry_month", "month")
	}
	return nil
}

func badExpiry(param, code, part string) error {
	return &refusal{status: http.StatusPaymentRequired, kind: cardError, code: code, message: "Your card's expiration " + part + " is invalid.", param: param}
}

func newCard(number string) *cardOnFile {
	return &cardOnFile{
		Brand: "visa", Checks: &cardChecks{CVCCheck: pointer("pass")}, Country: pointer("US"), DisplayBrand: pointer("visa"),
		ExpMonth: 12, ExpYear: 2034, Fingerprint: pointer("emulator" + number[12:]), Funding: "credit", Last4: number[12:],
		Networks:          &cardNetworks{Available: []string{"visa"}},
		ThreeDSecureUsage: &cardSecure{Supported: true},
	}
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
