package billing_test

import (
	"context"
	"slices"
	"testing"

	"github.com/prokken/prokken/mail/letter"
)

// TestCancelledWhileLate: nothing is charged after "you pay nothing more", whatever card
// there is later.
func TestCancelledWhileLate(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(aMonth)
		l.wantsState("past_due")
		if err := l.service.Cancel(context.Background(), l.user, ""); err != nil {
			t.Fatal(err)
		}
		l.wants("cancelled", "canceled", 0, letter.Receipt{}, letter.PaymentFailed{}, letter.PlanEnded{})
		if bill := l.newestBill(); bill.Status != "void" {
			t.Errorf("the bill is %s", bill.Status)
		}
		l.changeCard("4242424242424242")
		l.pass(2 * aMonth)
		l.wants("later", "canceled", 0, letter.Receipt{}, letter.PaymentFailed{}, letter.PlanEnded{})
	})
}

// TestCancelledWhileARenewalIsADraft: the mail tells of the bill that is still collected.
func TestCancelledWhileARenewalIsADraft(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.pass(l.plan().CurrentPeriodEnd.Sub(l.stand.Now()) + aMinute)
		if err := l.service.Cancel(context.Background(), l.user, ""); err != nil {
			t.Fatal(err)
		}
		account, err := l.service.Account(context.Background(), l.user.ID)
		if err != nil || account.Owed != 900 {
			t.Errorf("%+v, %v", account, err)
		}
		i := slices.IndexFunc(l.sent, func(m mailLetter) bool { return m.Kind() == letter.PlanCancelled{}.Kind() })
		if i < 0 || l.sent[i].Content.(letter.PlanCancelled).Owed.Amount != 900 {
			t.Errorf("%+v", l.sent)
		}
	})
}
