package billing_test

import (
	"context"
	"slices"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
)

// TestRefundOfAnOldCharge is told: the charge is old, the refund is not.
func TestRefundOfAnOldCharge(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.sync()
		charges, err := payments.ChargesBy(context.Background(), l.db, l.customer().ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		l.pass(20 * aDay)
		l.pass(20 * aDay)
		if _, err := l.stand.Refund(charges[0].ID, 100, ""); err != nil {
			t.Fatal(err)
		}
		l.sync()
		l.sync()
		if n := count(l.letters(), letter.Refunded{}); n != 1 {
			t.Errorf("%d mails tell of it", n)
		}
	})
}

// TestLateReceipt: what is paid late has its receipt, too.
func TestLateReceipt(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(32 * aDay)
		l.pass(20 * aDay)
		l.pass(20 * aDay)
		invoices, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1)
		if err != nil || len(invoices) != 1 || invoices[0].Status != "open" {
			t.Fatalf("%+v, %v", invoices, err)
		}
		if done, err := l.stand.PayInvoice(invoices[0].ID, "4242424242424242"); err != nil ||
			done.Status != emulator.Completed {
			t.Fatalf("%+v, %v", done, err)
		}
		l.sync()
		l.sync()
		if n := count(l.letters(), letter.Receipt{}); n != 2 {
			t.Errorf("%d receipts, want 2", n)
		}
	})
}

func count(all []letter.Kind, kind letter.Content) int {
	return len(slices.DeleteFunc(all, func(one letter.Kind) bool { return one != kind.Kind() }))
}
