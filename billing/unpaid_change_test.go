package billing_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// balance is what Stripe owes the customer: below zero it is credit.
func (l life) balance() any {
	l.t.Helper()
	return l.ask("GET", "customers/"+l.customer().StripeID, nil)["balance"]
}

// refusesChanges fails if a plan can be changed, up or down, while it says why not.
func (l life) refusesChanges(when string, why error, to ...billing.Selection) {
	l.t.Helper()
	before := l.plan()
	for _, selection := range to {
		if _, err := l.service.Preview(context.Background(), l.user, selection); !errors.Is(err, why) {
			l.t.Errorf("%s, a preview of %s: %v", when, selection.ID, err)
		}
		at := l.stand.Now().Unix()
		if err := l.service.Change(context.Background(), l.user, selection, at); !errors.Is(err, why) {
			l.t.Errorf("%s, a change to %s: %v", when, selection.ID, err)
		}
	}
	l.sync()
	after := l.plan()
	if after.Status != before.Status || after.PriceID != before.PriceID || after.Quantity != before.Quantity {
		l.t.Errorf("%s: it was %+v and is %+v", when, before, after)
	}
	if l.balance() != 0.0 {
		l.t.Errorf("%s: the balance is %v", when, l.balance())
	}
}

// TestNoCreditForUnpaidTime: with a renewal that is late the plan is paid first, and only
// then changed.
func TestNoCreditForUnpaidTime(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(seats(4))
		l.changeCard(cardThatFailsLater)
		l.pass(aMonth)
		l.wantsState("past_due")
		l.refusesChanges("past due", billing.ErrPayFirst, monthly("starter"), seats(1), seats(5), yearly("studio"))
		l.payNewestBill()
		preview, err := l.service.Preview(context.Background(), l.user, seats(5))
		if err != nil {
			t.Fatal(err)
		}
		l.changeCard("4242424242424242")
		if err := l.service.Change(context.Background(), l.user, seats(5), preview.At); err != nil {
			t.Errorf("once it is paid: %v", err)
		}
	})
}

// TestNoCreditWhileARenewalIsADraft: Stripe collects a renewal about an hour after the
// period began, and until then nothing of it is paid.
func TestNoCreditWhileARenewalIsADraft(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(seats(4))
		l.changeCard(cardThatFailsLater)
		if err := l.stand.Advance(l.plan().CurrentPeriodEnd.Sub(l.stand.Now()) + aMinute); err != nil {
			t.Fatal(err)
		}
		l.refusesChanges("a draft", billing.ErrPayFirst, monthly("starter")) // which our copy does not know yet
		l.wantsState("active")
	})
}

// TestNoCreditForForgivenTime: a bill that is given up or void paid for nothing either.
func TestNoCreditForForgivenTime(t *testing.T) {
	for _, act := range []string{"void", "mark_uncollectible"} {
		t.Run(act, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				l.buySelection(seats(4))
				l.changeCard(cardThatFailsLater)
				l.pass(aMonth)
				l.ask("POST", "invoices/"+l.newestBill().ID+"/"+act, nil)
				l.sync()
				var invalid validation.Errors
				if _, err := l.service.Preview(context.Background(), l.user, monthly("starter")); !errors.As(err, &invalid) {
					t.Errorf("got %v", err)
				}
				at := l.stand.Now().Unix()
				if err := l.service.Change(context.Background(), l.user, monthly("starter"), at); !errors.As(err, &invalid) {
					t.Errorf("got %v", err)
				}
				if l.balance() != 0.0 {
					t.Errorf("the balance is %v", l.balance())
				}
			})
		})
	}
}

func (l life) wantsState(status string) {
	l.t.Helper()
	if got := l.plan().Status; got != status {
		l.t.Errorf("it is %s, want %s", got, status)
	}
}

// payNewestBill pays with a good card while its owner is there.
func (l life) payNewestBill() payments.Invoice {
	l.t.Helper()
	bill := l.newestBill()
	if _, err := l.stand.PayInvoice(bill.ID, "4242424242424242"); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
	return bill
}
