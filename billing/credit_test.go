package billing_test

import (
	"context"
	"net/url"
	"slices"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	billingview "github.com/prokken/prokken/views/billing"
)

// TestCreditIsShown: the balance stands in our copy, and the mail before a renewal tells
// what it takes off.
func TestCreditIsShown(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.pass(10 * aDay)
		preview, err := l.service.Preview(context.Background(), l.user, monthly("starter"))
		if err != nil || preview.Due >= 0 {
			t.Fatalf("%+v, %v", preview, err)
		}
		if err := l.service.Change(context.Background(), l.user, monthly("starter"), preview.At); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if got := l.customer().Details.Balance; got != preview.Due {
			t.Errorf("the balance is %d, want %d", got, preview.Due)
		}
		bill := l.newestBill()
		if status, amount := billingview.InvoiceStatus(bill), billingview.InvoiceAmount(bill); status != "Credit for later bills" ||
			amount[0] == '-' {
			t.Errorf("a bill of credit is %q of %q", status, amount)
		}
		l.pass(18 * aDay)
		i := slices.IndexFunc(l.sent, func(m mailLetter) bool { return m.Kind() == letter.RenewalAhead{}.Kind() })
		if i < 0 || l.sent[i].Content.(letter.RenewalAhead).Credit.Amount != -preview.Due {
			t.Errorf("%+v", l.sent)
		}
		l.pass(4 * aDay)
		if bill := l.newestBill(); bill.Total != 900 || billingview.InvoiceStatus(bill) != "Paid from your credit" {
			t.Errorf("%+v is %q", bill, billingview.InvoiceStatus(bill))
		}
	})
}

// TestDebtIsNoCredit: what the customer owes is not told as credit.
func TestDebtIsNoCredit(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.ask("POST", "customers/"+l.customer().StripeID, url.Values{"balance": {"500"}})
		l.pass(28 * aDay)
		i := slices.IndexFunc(l.sent, func(m mailLetter) bool { return m.Kind() == letter.RenewalAhead{}.Kind() })
		if i < 0 || l.sent[i].Content.(letter.RenewalAhead).Credit.Amount != 0 {
			t.Errorf("%+v", l.sent)
		}
	})
}
