package billing_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
)

type mailLetter = mail.Letter

// buyByBank buys a plan that a bank debit pays, and returns its payment.
func (l life) buyByBank(plan string) string {
	l.t.Helper()
	address := l.checkout(plan)
	session := address[strings.LastIndex(address, "/")+1:]
	if outcome, err := l.stand.Pay(session, emulator.Payment{Card: emulator.BankDebit, Name: "Ada"}); err != nil ||
		outcome.Status != emulator.Processing {
		l.t.Fatalf("%+v, %v", outcome, err)
	}
	if _, err := l.service.Return(context.Background(), l.user, session); err != nil {
		l.t.Fatal(err)
	}
	return l.paymentOf(l.newestBill().ID)
}

func (l life) paymentOf(invoice string) string {
	l.t.Helper()
	return l.ask("GET", "invoices/"+invoice, nil)["payment_intent"].(string)
}

func (l life) settle(payment string, paid bool) {
	l.t.Helper()
	if err := l.stand.Settle(payment, paid); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
}

// TestBankDebitOfAPlan: each mail says how the payment really stands, and nothing is to
// be paid while it is under way.
func TestBankDebitOfAPlan(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		payment := l.buyByBank("starter")
		l.wants("under way", "active", 1, letter.PaymentUnderWay{})
		if sub := l.plan(); sub.PaymentURL != "" || !l.newestBill().IsBeingPaid() {
			t.Errorf("there is something to pay: %+v", sub)
		}
		l.refusesChanges("under way", billing.ErrUnderWay, monthly("studio"))
		if _, err := l.service.Owed(context.Background(), l.user); !errors.Is(err, billing.ErrUnderWay) {
			t.Errorf("got %v", err)
		}
		l.settle(payment, true)
		l.wants("paid", "active", 1, letter.PaymentUnderWay{}, letter.Receipt{})
		l.pass(aMonth)
		l.wants("renewing", "active", 1, letter.PaymentUnderWay{}, letter.Receipt{}, letter.PaymentUnderWay{})
		l.settle(l.paymentOf(l.newestBill().ID), false)
		l.wants(
			"returned",
			"past_due",
			1,
			letter.PaymentUnderWay{},
			letter.Receipt{},
			letter.PaymentUnderWay{},
			letter.PaymentFailed{},
		)
		if l.plan().PaymentURL == "" {
			t.Error("there is nothing to pay")
		}
	})
}

// TestFirstBankDebitReturned: that it failed is told, too, where it was the first payment.
func TestFirstBankDebitReturned(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.settle(l.buyByBank("starter"), false)
		l.wants("returned", "past_due", 1, letter.PaymentUnderWay{}, letter.PaymentFailed{})
	})
}
