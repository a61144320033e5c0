package rules

import (
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// The cards that the emulator knows.
const (
	GoodCard     = "4242424242424242"
	declinedCard = "4000000000000002"
	emptyCard    = "4000000000009995"
	LaterCard    = "4000000000000341" // pays while its owner is there, and then no more
	expiredCard  = "4000000000000069"
	SecureCard   = "4000002500003155" // asks for 3D Secure while its owner is there
	AlwaysSecure = "4000002760003184" // asks for it each time
)

var knownCards = []string{GoodCard, declinedCard, emptyCard, expiredCard, LaterCard, SecureCard, AlwaysSecure}

// Verdict is what a bank says to a charge.
type Verdict struct {
	Code, Decline, Message string // why not
	Asks, Waits            bool   // for 3D Secure; for the bank
	Away                   bool   // it asks somebody who is not there
}

func (v Verdict) pays() bool { return v == Verdict{} }

// Judge: the customer is there, or the charge is made behind their back.
func Judge(tx *store.Tx, m *objects.PaymentMethod, present bool) Verdict {
	switch last := m.Last4(); {
	case m.Card == nil:
		return Verdict{Waits: true}
	case last == expiredCard[12:], IsOver(m.Card.ExpMonth, m.Card.ExpYear, tx.Now()):
		return Verdict{Code: "expired_card", Decline: "expired_card", Message: "Your card has expired."}
	case last == declinedCard[12:], last == LaterCard[12:] && !present:
		return Verdict{Code: "card_declined", Decline: "generic_decline", Message: "Your card was declined."}
	case last == emptyCard[12:]:
		return Verdict{Code: "card_declined", Decline: "insufficient_funds", Message: "Your card has insufficient funds."}
	case last == SecureCard[12:] && present, last == AlwaysSecure[12:]:
		return Verdict{Asks: true, Away: !present}
	}
	return Verdict{}
}

// DigitsOf is a card's number without what people type between its digits.
func DigitsOf(number string) string { return strings.NewReplacer(" ", "", "-", "").Replace(number) }

// NewMethod is a payment method for a card, or for [objects.BankDebit] in its place.
func NewMethod(tx *store.Tx, given Card, details objects.BillingDetails) (*objects.PaymentMethod, error) {
	digits := DigitsOf(given.Number)
	made := &objects.PaymentMethod{
		ID: objects.NewID("pm_"), Object: "payment_method", AllowRedisplay: "unspecified",
		BillingDetails: details, Created: tx.Now().Unix(), Metadata: map[string]string{},
	}
	switch {
	case given.Number == objects.BankDebit:
		made.Type = "sepa_debit"
		made.SepaDebit = &objects.SepaDebit{
			BankCode: new("37040044"), BranchCode: new(""), Country: new("DE"),
			Fingerprint: new("emulatorsepa"), Last4: new("3000"),
		}
	case slices.Contains(knownCards, digits):
		made.Type, made.Card = "card", newCard(digits)
		if month, year, isOne := ReadExpiry(given.Expiry); isOne {
			made.Card.ExpMonth, made.Card.ExpYear = month, year
		} else if given.Expiry != "" {
			return nil, badExpiry("exp_month", "invalid_expiry_month", "month")
		}
		return made, CheckExpiry(made.Card, tx.Now())
	default:
		return nil, apierror.BadParam(
			"card", "incorrect_number", "Only the test cards work here, and no real card should be typed.",
		)
	}
	return made, nil
}

// CheckExpiry refuses what Stripe refuses before it asks a bank.
func CheckExpiry(c *objects.CardOnFile, now time.Time) error {
	year := int64(now.UTC().Year())
	switch {
	case c.ExpYear < year || c.ExpYear > year+100:
		return badExpiry("exp_year", "invalid_expiry_year", "year")
	case c.ExpMonth < 1 || c.ExpMonth > 12 || IsOver(c.ExpMonth, c.ExpYear, now):
		return badExpiry("exp_month", "invalid_expiry_month", "month")
	}
	return nil
}

func badExpiry(param, code, part string) error {
	return &apierror.Error{
		Status: http.StatusPaymentRequired, Type: apierror.CardError, Code: code,
		Message: "Your card's expiration " + part + " is invalid.", Param: param,
	}
}

func newCard(number string) *objects.CardOnFile {
	return &objects.CardOnFile{
		Brand: "visa", Checks: &objects.CardChecks{CVCCheck: new("pass")}, Country: new("US"), DisplayBrand: new("visa"),
		ExpMonth: 12, ExpYear: 2034, Fingerprint: new("emulator" + number[12:]), Funding: "credit", Last4: number[12:],
		Networks:          &objects.CardNetworks{Available: []string{"visa"}},
		ThreeDSecureUsage: &objects.CardSecure{Supported: true},
	}
}

// CardOf is the card that pays.
func CardOf(p objects.Payment) Card { return Card{Number: p.Card, Expiry: p.Expiry} }
