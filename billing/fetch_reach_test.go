package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models/payments"
)

// TestWaitingBehindAHundred: what waits for its bank is followed however much is
// bought after it.
func TestWaitingBehindAHundred(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		for _, settles := range []bool{true, false} {
			session := l.debitAudits()
			for range 100 {
				l.buyMore()
			}
			waiting := l.purchase(session)
			if waiting.State != payments.PurchasePending {
				t.Fatalf("%+v", waiting)
			}
			if err := l.stand.Settle(waiting.PaymentIntent, settles); err != nil {
				t.Fatal(err)
			}
			if done, err := l.service.Return(context.Background(), l.user, session); done != settles ||
				errors.Is(err, billing.ErrDeclined) == settles {
				t.Errorf("settles %v: done %v, %v", settles, done, err)
			}
			if l.waits() == settles {
				t.Errorf("settles %v: an open invoice is left: %v", settles, l.waits())
			}
		}
	})
}

// debitAudits buys with a bank debit that is under way.
func (l life) debitAudits() (session string) {
	l.t.Helper()
	ctx := context.Background()
	address, err := l.service.Checkout(ctx, l.user, billing.Selection{ID: "audits", Currency: "usd", Quantity: 1})
	if err != nil {
		l.t.Fatal(err)
	}
	session = address[strings.LastIndex(address, "/")+1:]
	if outcome, err := l.stand.Pay(session, emulator.Payment{Card: emulator.BankDebit, Name: "Ada"}); err != nil ||
		outcome.Status != emulator.Processing {
		l.t.Fatalf("%+v, %v", outcome, err)
	}
	if done, err := l.service.Return(ctx, l.user, session); done || err != nil {
		l.t.Fatalf("before it is paid: done %v, %v", done, err)
	}
	return session
}

// buyMore pays for something on a page that is none of ours.
func (l life) buyMore() {
	l.t.Helper()
	made := l.ask(http.MethodPost, "checkout/sessions", url.Values{
		"mode": {
			"payment",
		}, "customer": {l.customer().StripeID}, "success_url": {"https://example.com"}, "invoice_creation[enabled]": {"true"},
		"line_items[0][price_data][currency]": {"usd"}, "line_items[0][price_data][unit_amount]": {"100"},
		"line_items[0][quantity]":                       {"1"},
		"line_items[0][price_data][product_data][name]": {"More"},
	})
	id, _ := made["id"].(string)
	if outcome, err := l.stand.Pay(id, emulator.Payment{Card: goodCard, Name: "Ada"}); err != nil ||
		outcome.Status != emulator.Completed {
		l.t.Fatalf("%+v, %v", outcome, err)
	}
}

func (l life) purchase(session string) payments.Purchase {
	l.t.Helper()
	all, err := payments.PurchasesBy(context.Background(), l.db, l.customer().ID)
	i := slices.IndexFunc(all, func(p payments.Purchase) bool { return p.ID == session })
	if err != nil || i < 0 {
		l.t.Fatalf("%+v, %v", all, err)
	}
	return all[i]
}

// waits reports whether an invoice is open here.
func (l life) waits() bool {
	l.t.Helper()
	all, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1000)
	if err != nil {
		l.t.Fatal(err)
	}
	return slices.ContainsFunc(all, func(i payments.Invoice) bool { return i.Status == "open" })
}
