package billing_test

import (
	"context"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/letter"
)

// cardThatAsks wants each payment confirmed.
const cardThatAsks = "4000002760003184"

// intentOf is the payment of the newest bill, at Stripe.
func (l life) intentOf() string {
	l.t.Helper()
	bills := l.ask("GET", "invoices", map[string][]string{"customer": {l.customer().StripeID}})["data"].([]any)
	return bills[0].(map[string]any)["payment_intent"].(string)
}

// TestRenewalToConfirm: a bank that wants a renewal confirmed is no bank that declined it.
func TestRenewalToConfirm(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatAsks)
		l.pass(31*aDay + 2*time.Hour)
		l.wants("asked", "past_due", 1, letter.Receipt{}, letter.PaymentToConfirm{})
		if err := l.stand.Authenticate(l.intentOf(), "approve"); err != nil {
			t.Fatal(err)
		}
		l.sync()
		l.wants("confirmed", "active", 1, letter.Receipt{}, letter.PaymentToConfirm{}, letter.Receipt{})
	})
}

// TestConfirmedChange takes place once its payment is confirmed.
func TestConfirmedChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatAsks)
		preview, err := l.service.Preview(context.Background(), l.user, monthly("studio"))
		if err != nil {
			t.Fatal(err)
		}
		_ = l.service.Change(context.Background(), l.user, monthly("studio"), preview.At)
		l.wants("asked", "active", 1, letter.Receipt{}, letter.PaymentToConfirm{})
		if err := l.stand.Authenticate(l.intentOf(), "approve"); err != nil {
			t.Fatal(err)
		}
		l.sync()
		l.wants("confirmed", "active", 10, letter.Receipt{}, letter.PaymentToConfirm{}, letter.Receipt{})
	})
}
