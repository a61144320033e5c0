package billing_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// TestBoughtOnce: it adds up, ends with its days, and is revoked with its money.
func TestBoughtOnce(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyAudits(2)
		if got := l.allowance(billing.Audits).Limit; got != 200 {
			t.Errorf("two: %d audits", got)
		}
		l.buyAudits(1)
		charges, err := payments.ChargesBy(ctx, l.db, l.customer().ID)
		if err != nil || len(charges) != 2 {
			t.Fatalf("%+v, %v", charges, err)
		}
		dispute, err := l.stand.Dispute(charges[0].ID, "fraudulent")
		if err != nil {
			t.Fatal(err)
		}
		l.sync()
		frozen := l.allowance(billing.Audits).Limit
		if err := l.stand.Decide(dispute, true); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if got := l.allowance(billing.Audits).Limit; got != 300 || frozen == 300 {
			t.Errorf("disputed: %d, won: %d audits", frozen, got)
		}
		if alerts, err := payments.OpenAlerts(ctx, l.db, 10); err != nil || len(alerts) != 1 ||
			alerts[0].Kind != billing.AlertDispute ||
			!strings.Contains(alerts[0].Note, " of $") {
			t.Errorf("%+v, %v", alerts, err)
		}
		if _, err := l.stand.Refund(charges[1].ID, 0, ""); err != nil {
			t.Fatal(err)
		}
		l.sync()
		sent := l.letters()
		got := l.allowance(billing.Audits).Limit
		if ended := got < 300; ended != program.RefundEndsPurchase || !slices.Contains(sent, letter.Refunded{}.Kind()) {
			t.Errorf("refunded: %d audits, the mails %v", got, sent)
		}
		l.pass(31 * aDay)
		if got = l.allowance(billing.Audits).Limit; got != 0 {
			t.Errorf("after its days: %d audits", got)
		}
	})
}

func (l life) buyAudits(n int64) {
	l.t.Helper()
	ctx := context.Background()
	address, err := l.service.Checkout(ctx, l.user, billing.Selection{ID: "audits", Currency: "usd", Quantity: n})
	if err != nil {
		l.t.Fatal(err)
	}
	_, _, next := l.pay(address, goodCard)
	if done, err := l.service.Return(ctx, l.user, next.Query().Get("session_id")); !done || err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

// TestBankDebit: what is paid later is granted later, or not at all.
func TestBankDebit(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		for _, settles := range []bool{true, false} {
			address, err := l.service.Checkout(ctx, l.user, billing.Selection{ID: "audits", Currency: "usd", Quantity: 1})
			if err != nil {
				t.Fatal(err)
			}
			session := address[strings.LastIndex(address, "/")+1:]
			if outcome, err := l.stand.Pay(session, emulator.Payment{Card: emulator.BankDebit, Name: "Ada"}); err != nil ||
				outcome.Status != emulator.Processing {
				t.Fatalf("%+v, %v", outcome, err)
			}
			before := l.allowance(billing.Audits).Limit
			if done, err := l.service.Return(ctx, l.user, session); done || err != nil ||
				l.allowance(billing.Audits).Limit != before {
				t.Errorf("before it is paid: done %v, %v", done, err)
			}
			all, err := payments.PurchasesBy(ctx, l.db, l.customer().ID)
			if err != nil || all[0].State != payments.PurchasePending {
				t.Fatalf("%+v, %v", all, err)
			}
			if err := l.stand.Settle(all[0].PaymentIntent, settles); err != nil {
				t.Fatal(err)
			}
			if done, err := l.service.Return(ctx, l.user, session); done != settles ||
				errors.Is(err, billing.ErrDeclined) == settles {
				t.Errorf("after: done %v, %v", done, err)
			}
			if got := l.allowance(billing.Audits).Limit; (got == before+100) != settles {
				t.Errorf("settles %v: %d audits after %d", settles, got, before)
			}
			if err := l.stand.Advance(time.Minute); err != nil {
				t.Fatal(err)
			}
		}
	})
}
