package billing_test

import (
	"context"
	"testing"
	"time"
)

// TestBillOfAnEndedPlan stays open at Stripe; it is told apart, for paying it brings
// nothing back.
func TestBillOfAnEndedPlan(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(31*aDay + 2*time.Hour)
		account, err := l.service.Account(context.Background(), l.user.ID)
		if err != nil || account.Ended[account.Invoices[0].SubscriptionID] {
			t.Errorf("it goes on: %+v, %v", account, err)
		}
		l.pass(16 * aDay)
		account, err = l.service.Account(context.Background(), l.user.ID)
		if bill := account.Invoices[0]; err != nil || bill.Status != "open" || account.Subscription != nil ||
			!account.Ended[bill.SubscriptionID] {
			t.Errorf("%+v, %v", account, err)
		}
		if _, err := l.stand.PayInvoice(account.Invoices[0].ID, "4242424242424242"); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if _, has, err := l.service.Current(context.Background(), l.user.ID); has || err != nil {
			t.Errorf("paying it brings the plan back: %v", err)
		}
	})
}
