package billing_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

const (
	aDay    = 24 * time.Hour
	aMinute = time.Minute
)

// life is a shop whose time passes as the test says, and that hears nothing but
// what it asks for.
type life struct {
	*shop
	stand *emulator.Emulator
}

// lives runs the test on both databases.
func lives(t *testing.T, test func(t *testing.T, l life)) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		stand, is := s.stripe.(*emulator.Emulator)
		if !is {
			t.Fatal("no emulator")
		}
		s.settings.Clock = stand
		s.deafen()
		test(t, life{s, stand})
	})
}

func (l life) customer() payments.Customer {
	l.t.Helper()
	c, err := payments.CustomerOf(context.Background(), l.db, l.user.ID)
	if err != nil {
		l.t.Fatal(err)
	}
	return c
}

// sync copies what Stripe says now.
func (l life) sync() {
	l.t.Helper()
	if err := l.follow(l.customer().ID); err != nil {
		l.t.Fatal(err)
	}
}

// pass lets time go by, and syncs.
func (l life) pass(by time.Duration) {
	l.t.Helper()
	if err := l.stand.Advance(by); err != nil {
		l.t.Fatal(err)
	}
	l.sync()
}

// wants compares the state of the newest subscription, what it gives, and the
// mails so far, in any order.
func (l life) wants(when, status string, sites int64, told ...letter.Content) {
	l.t.Helper()
	all, err := payments.SubscriptionsOf(context.Background(), l.db, l.user.ID)
	if err != nil || len(all) == 0 {
		l.t.Fatalf("%s: %v, %v", when, all, err)
	}
	if all[0].Status != status {
		l.t.Errorf("%s: %s, want %s", when, all[0].Status, status)
	}
	if got := l.allowance(billing.Sites).Limit; got != sites {
		l.t.Errorf("%s: %d sites, want %d", when, got, sites)
	}
	sent := l.letters()
	slices.Sort(sent)
	want := kindsOf(told)
	if !slices.Equal(sent, want) {
		l.t.Errorf("%s: the mails %v, want %v", when, sent, want)
	}
}

func (l life) changeCard(number string) {
	l.t.Helper()
	if _, err := l.stand.ChangeCard(l.customer().StripeID, number); err != nil {
		l.t.Fatal(err)
	}
}

const cardThatFailsLater = "4000000000000341"

// TestRenewal: everything is told once, however often it is looked at.
func TestRenewal(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.buyDeaf("starter")
		l.sync()
		l.wants("bought", "active", 1, letter.Receipt{})
		l.pass(28 * aDay)
		for range 2 {
			if err := l.service.Remind(context.Background()); err != nil {
				l.t.Fatal(err)
			}
		}
		l.wants("before the renewal", "active", 1, letter.Receipt{}, letter.RenewalAhead{})
		l.pass(4 * aDay)
		l.sync()
		l.wants("renewed", "active", 1, letter.Receipt{}, letter.RenewalAhead{}, letter.Receipt{})
	})
}

// TestLatePayment: a plan goes on for the days of grace, and again as soon as it
// is paid.
func TestLatePayment(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(31*aDay + 2*time.Hour)
		l.wants("not paid", "past_due", 1, letter.Receipt{}, letter.PaymentFailed{})
		account, err := l.service.Account(context.Background(), l.user.ID)
		if err != nil || !account.Access || account.AccessUntil == nil || account.Subscription.PaymentURL == "" {
			t.Errorf("%+v, %v", account, err)
		}
		l.pass(7 * aDay)
		if got := l.allowance(billing.Sites).Limit; got != 0 {
			t.Errorf("after the days of grace: %d sites", got)
		}
		l.changeCard("4242424242424242")
		invoices, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1)
		if err != nil || len(invoices) != 1 || invoices[0].Status != "open" {
			t.Fatalf("%+v, %v", invoices, err)
		}
		if outcome, err := l.stand.PayInvoice(invoices[0].ID, "4242424242424242"); err != nil ||
			outcome.Status != emulator.Completed {
			t.Fatalf("%+v, %v", outcome, err)
		}
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("paid: %d sites", got)
		}
	})
}

// TestTrial: it gives everything, and its end is told ahead.
func TestTrial(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.startTrial()
		l.wants("on trial", "trialing", 2, letter.TrialBegun{})
		l.pass(12 * aDay)
		l.wants("near its end", "trialing", 2, letter.TrialBegun{}, letter.TrialEnding{})
		l.pass(2*aDay + 2*time.Hour)
		l.wants("paid", "active", 2, letter.TrialBegun{}, letter.TrialEnding{}, letter.Receipt{})
	})
}

func (l life) startTrial() {
	l.t.Helper()
	_, _, next := l.pay(l.checkout("tried"), goodCard)
	if done, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); !done ||
		err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

// TestOneTrial: who cancels and comes back pays.
func TestOneTrial(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.startTrial()
		if err := l.service.EndPlans(context.Background(), l.user.ID); err != nil {
			l.t.Fatal(err)
		}
		l.pass(time.Minute)
		l.startTrial()
		l.wants("again", "active", 2, letter.TrialBegun{}, letter.PlanEnded{}, letter.Receipt{})
	})
}

// TestCancelling: it goes on to the end of what is paid, and can be taken back.
func TestCancelling(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.service.Cancel(ctx, l.user, ""); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("without a plan: %v", err)
		}
		l.buyDeaf("starter")
		for range 2 {
			if err := l.service.Cancel(ctx, l.user, "Too dear."); err != nil {
				t.Fatal(err)
			}
		}
		l.wants("cancelled", "active", 1, letter.Receipt{}, letter.PlanCancelled{})
		if err := l.service.Uncancel(ctx, l.user); err != nil {
			t.Fatal(err)
		}
		l.pass(31*aDay + 2*time.Hour)
		l.wants("resumed", "active", 1, letter.Receipt{}, letter.PlanCancelled{}, letter.Receipt{})
		if err := l.service.Cancel(ctx, l.user, ""); err != nil {
			t.Fatal(err)
		}
		l.pass(32 * aDay)
		l.wants(
			"ended",
			"canceled",
			0,
			letter.Receipt{},
			letter.PlanCancelled{},
			letter.Receipt{},
			letter.PlanCancelled{},
			letter.PlanEnded{},
		)
	})
}

// TestCancelledPlanGoesOn to the end of what is paid.
func TestCancelledPlanGoesOn(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		if err := l.service.Cancel(context.Background(), l.user, ""); err != nil {
			t.Fatal(err)
		}
		l.pass(20 * aDay)
		_, has, err := l.service.Current(context.Background(), l.user.ID)
		if err != nil || has == program.CancellingEndsAccess {
			t.Errorf("after 20 days: %v, %v", has, err)
		}
	})
}

// TestGraceDoesNotBeginAgain when an invoice is given up.
func TestGraceDoesNotBeginAgain(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.changeCard(cardThatFailsLater)
		l.pass(31*aDay + 2*time.Hour)
		l.pass(7 * aDay)
		invoices, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1)
		if err != nil || invoices[0].Status != "open" {
			t.Fatalf("%+v, %v", invoices, err)
		}
		l.ask("POST", "invoices/"+invoices[0].ID+"/mark_uncollectible", nil)
		l.sync()
		if got := l.allowance(billing.Sites).Limit; got != 0 {
			t.Errorf("%d sites", got)
		}
	})
}
