package billing_test

import (
	"context"
	"errors"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
)

// pauseTrial lets a trial end with nothing to pay with.
func (l life) pauseTrial() {
	l.t.Helper()
	l.startTrial()
	sub := l.waitFor("trialing")
	l.ask("POST", "subscriptions/"+sub.ID, url.Values{"trial_settings[end_behavior][missing_payment_method]": {"pause"}})
	methods := l.ask("GET", "customers/"+l.customer().StripeID+"/payment_methods", nil)
	for _, one := range methods["data"].([]any) {
		l.ask("POST", "payment_methods/"+one.(map[string]any)["id"].(string)+"/detach", nil)
	}
	l.pass(14*aDay + time.Hour)
	l.waitFor("paused")
}

// TestResumePaused: a card alone charges nothing; the press begins a new period.
func TestResumePaused(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.service.ResumePaused(ctx, l.user); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("without a plan: %v", err)
		}
		l.pauseTrial()
		if err := l.service.ResumePaused(ctx, l.user); !errors.Is(err, billing.ErrNoMethod) {
			t.Errorf("without a card: %v", err)
		}
		l.changeCard(goodCard)
		l.sync()
		l.wants("with a card", "paused", 0, letter.TrialBegun{})
		if !l.customer().Details.HasMethod {
			t.Error("the card is not seen")
		}
		for range 2 {
			if err := l.service.ResumePaused(ctx, l.user); err != nil {
				t.Fatal(err)
			}
		}
		l.wants("started", "active", 2, letter.TrialBegun{}, letter.Receipt{})
		if sub := l.waitFor("active"); sub.CurrentPeriodEnd.Sub(l.stand.Now()) < 27*aDay {
			t.Errorf("its period ends %v", sub.CurrentPeriodEnd)
		}
	})
}

// TestResumePausedDeclined leads to the bill, whose payment starts the plan.
func TestResumePausedDeclined(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.pauseTrial()
		l.changeCard(cardThatFailsLater)
		l.sync()
		for range 2 {
			if err := l.service.ResumePaused(ctx, l.user); !errors.Is(err, billing.ErrDeclined) {
				t.Fatal(err)
			}
		}
		address, err := l.service.Owed(ctx, l.user)
		if sub := l.waitFor("paused"); err != nil || address == "" || address != sub.PaymentURL {
			t.Fatalf("%q, %v", address, err)
		}
		l.payBill(address)
		l.wants("paid", "active", 2, letter.TrialBegun{}, letter.PaymentFailed{}, letter.Receipt{})
	})
}

// TestResumePausedElsewhere: that Stripe refuses a second start is no failure.
func TestResumePausedElsewhere(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.pauseTrial()
		l.changeCard(goodCard)
		l.sync()
		l.ask("POST", "subscriptions/"+l.waitFor("paused").ID+"/resume", nil)
		if err := l.service.ResumePaused(context.Background(), l.user); err != nil {
			t.Error(err)
		}
		l.wants("started", "active", 2, letter.TrialBegun{}, letter.Receipt{})
	})
}

func (l life) payBill(address string) {
	l.t.Helper()
	id := address[strings.LastIndex(address, "/")+1:]
	if done, err := l.stand.PayInvoice(id, goodCard); err != nil || done.Status != emulator.Completed {
		l.t.Fatalf("%+v, %v", done, err)
	}
	l.sync()
}

// TestUnpaid: the newest bill brings a plan back, though it is a draft.
func TestUnpaid(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.stand.SetSwitches(emulator.Switches{Unpaid: true}); err != nil {
			t.Fatal(err)
		}
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(32 * aDay)
		l.pass(22 * aDay)
		l.waitFor("unpaid")
		first, err := l.service.Owed(ctx, l.user)
		if err != nil || first == "" {
			t.Fatalf("%q, %v", first, err)
		}
		l.pass(9 * aDay) // the next bill is a draft
		second, err := l.service.Owed(ctx, l.user)
		if err != nil || second == first {
			t.Fatalf("%q, %v", second, err)
		}
		if again, err := l.service.Owed(ctx, l.user); err != nil || again != second {
			t.Errorf("again: %q, %v", again, err)
		}
		l.sync()
		if sub := l.waitFor("unpaid"); sub.PaymentURL != second {
			t.Errorf("the page leads to %q", sub.PaymentURL)
		}
		l.payBill(second)
		l.waitFor("active")
	})
}

// TestUnpaidWithoutBill: a bill that cannot be made out is no paid one.
func TestUnpaidWithoutBill(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		if err := l.stand.SetSwitches(emulator.Switches{Unpaid: true}); err != nil {
			t.Fatal(err)
		}
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(32 * aDay)
		l.pass(22 * aDay)
		if err := l.stand.LoseAddress(l.waitFor("unpaid").ID); err != nil {
			t.Fatal(err)
		}
		l.pass(9 * aDay)
		for range 2 {
			if address, err := l.service.Owed(context.Background(), l.user); !errors.Is(err, billing.ErrNoBill) {
				t.Errorf("%q, %v", address, err)
			}
		}
	})
}
