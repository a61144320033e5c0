package billing_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// newestCharge is what was charged last.
func (l life) newestCharge() payments.Charge {
	l.t.Helper()
	all, err := payments.ChargesBy(context.Background(), l.db, l.customer().ID)
	if err != nil || len(all) == 0 {
		l.t.Fatalf("%v, %v", all, err)
	}
	return all[0]
}

// refund gives back as Stripe's dashboard does; 0 is all that is left.
func (l life) refund(charge string, amount int64) {
	l.t.Helper()
	if _, err := l.stand.Refund(charge, amount, "requested_by_customer"); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
}

// TestRefundedInTheDashboard: a plan whose renewal was given back in full is not charged
// again, and one of which a part was given back goes on.
func TestRefundedInTheDashboard(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		first := l.newestCharge()
		l.refund(first.ID, 400)
		l.wants("a part", "active", 1, letter.Receipt{}, letter.Refunded{})
		l.pass(aMonth)
		l.refund(first.ID, 0)
		l.wantsState("active") // of a period that is over
		l.refund(l.newestCharge().ID, 0)
		l.wants(
			"all",
			"canceled",
			0,
			letter.Receipt{},
			letter.Refunded{},
			letter.Receipt{},
			letter.Refunded{},
			letter.Refunded{},
			letter.PlanEnded{},
		)
		charges := len(l.charges())
		l.pass(2 * aMonth)
		if got := len(l.charges()); got != charges {
			t.Errorf("%d charges, want %d", got, charges)
		}
	})
}

func (l life) charges() []payments.Charge {
	l.t.Helper()
	all, err := payments.ChargesBy(context.Background(), l.db, l.customer().ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return all
}

// TestRefundsStandOnTheBills of the account: how much of each went back.
func TestRefundsStandOnTheBills(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.sync()
		charge := l.charges()[0]
		if err := l.service.Refund(context.Background(), l.customer(), charge.ID, 300, "first", begun); err != nil {
			t.Fatal(err)
		}
		account, err := l.service.Account(context.Background(), l.user.ID)
		if err != nil || account.Refunded[charge.InvoiceID] != 300 {
			t.Errorf("%v, %v", account.Refunded, err)
		}
	})
}

// TestRefundAfterAChange: what a change cost in the middle of a period is a part of it,
// and a change to another interval begins a period.
func TestRefundAfterAChange(t *testing.T) {
	for name, tt := range map[string]struct {
		to   billing.Selection
		then string
	}{"in the middle": {monthly("studio"), "active"}, "of the interval": {yearly("starter"), "canceled"}} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				l.buyDeaf("starter")
				l.pass(10 * aDay)
				preview, err := l.service.Preview(context.Background(), l.user, tt.to)
				if err != nil {
					t.Fatal(err)
				}
				if err := l.service.Change(context.Background(), l.user, tt.to, preview.At); err != nil {
					t.Fatal(err)
				}
				l.refund(l.newestCharge().ID, 0)
				all, err := payments.SubscriptionsOf(context.Background(), l.db, l.user.ID)
				if err != nil || all[0].Status != tt.then {
					t.Errorf("%+v, %v", all, err)
				}
			})
		})
	}
}

// TestDisputedPlan stops while the bank decides; lost, it ends, and won, it goes on.
func TestDisputedPlan(t *testing.T) {
	for _, won := range []bool{true, false} {
		lives(t, func(t *testing.T, l life) {
			l.buyDeaf("starter")
			dispute, err := l.stand.Dispute(l.newestCharge().ID, "fraudulent")
			if err != nil {
				t.Fatal(err)
			}
			l.sync()
			l.wants("disputed", "active", 0, letter.Receipt{})
			account, err := l.service.Account(context.Background(), l.user.ID)
			if err != nil || account.Access {
				t.Errorf("%+v, %v", account, err)
			}
			var invalid validation.Errors
			if _, err := l.service.Preview(context.Background(), l.user, monthly("studio")); !errors.As(err, &invalid) {
				t.Errorf("a change while it is disputed: %v", err)
			}
			if err := l.stand.Decide(dispute, won); err != nil {
				t.Fatal(err)
			}
			l.sync()
			if won {
				l.wants("won", "active", 1, letter.Receipt{})
				return
			}
			l.wants("lost", "canceled", 0, letter.Receipt{}, letter.PlanEnded{})
		})
	}
}
