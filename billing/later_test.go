package billing_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
)

func yearly(plan string) billing.Selection {
	w := monthly(plan)
	w.Interval = "year"
	return w
}

func seats(n int64) billing.Selection {
	w := monthly("studio")
	w.Quantity = n
	return w
}

// buySelection buys what is selected.
func (l life) buySelection(selection billing.Selection) {
	l.t.Helper()
	address, err := l.service.Checkout(context.Background(), l.user, selection)
	if err != nil {
		l.t.Fatal(err)
	}
	_, _, next := l.pay(address, goodCard)
	if done, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); !done ||
		err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

func (l life) plan() payments.Subscription {
	l.t.Helper()
	sub, has, err := l.service.Current(context.Background(), l.user.ID)
	if err != nil || !has {
		l.t.Fatalf("no plan: %v", err)
	}
	return sub
}

// later schedules a change as it is previewed.
func (l life) later(selection billing.Selection) {
	l.t.Helper()
	preview, err := l.service.Preview(context.Background(), l.user, selection)
	if err != nil || preview.Later == nil || !preview.Later.Equal(l.plan().CurrentPeriodEnd) {
		l.t.Fatalf("it cannot wait: %+v, %v", preview, err)
	}
	if err := l.service.ChangeLater(context.Background(), l.user, selection, preview.At); err != nil {
		l.t.Fatal(err)
	}
}

// wantsNext compares what is scheduled; "" is nothing.
func (l life) wantsNext(when, plan string, amount int64) {
	l.t.Helper()
	sub := l.plan()
	if next := sub.Next; next.PlanID != plan || next.Amount != amount || (next.At != nil) != (amount > 0) ||
		next.At != nil && !next.At.Equal(sub.CurrentPeriodEnd) {
		l.t.Errorf("%s: %+v", when, next)
	}
}

// newestBill is what was billed last.
func (l life) newestBill() payments.Invoice {
	l.t.Helper()
	all, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1)
	if err != nil || len(all) == 0 {
		l.t.Fatalf("%v, %v", all, err)
	}
	return all[0]
}

const aMonth = 31*aDay + 2*time.Hour

// TestChangeLater: it takes effect with the next bill, which is the lower price and
// has no credit in it. Then the schedule lets go.
func TestChangeLater(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		for range 2 {
			l.later(monthly("starter"))
		}
		l.wantsNext("scheduled", "starter", 900)
		l.wants("scheduled", "active", 10, letter.Receipt{})
		if all, _ := l.bills(); all != 1 {
			t.Errorf("%d bills", all)
		}
		l.pass(aMonth)
		l.wants("changed", "active", 1, letter.Receipt{}, letter.Receipt{})
		l.wantsNext("changed", "", 0)
		if bill := l.newestBill(); bill.Total != 900 || bill.AmountPaid != 900 {
			t.Errorf("%+v", bill)
		}
		l.pass(aMonth)
		if sub := l.plan(); sub.ScheduleID != "" || sub.PlanID != "starter" || l.newestBill().AmountPaid != 900 {
			t.Errorf("%+v", sub)
		}
	})
}

// TestPressedAtOnce: of two presses that race both did it, and there is one schedule.
func TestPressedAtOnce(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(monthly("studio"))
		at := l.stand.Now().Unix()
		for name, act := range map[string]func() error{
			"later":                   func() error { return l.service.ChangeLater(ctx, l.user, monthly("starter"), at) },
			"cancel scheduled change": func() error { return l.service.CancelScheduledChange(ctx, l.user) },
		} {
			if name == "cancel scheduled change" {
				l.later(monthly("starter"))
			}
			var failed [3]error
			var all sync.WaitGroup
			for i := range failed {
				all.Go(func() { failed[i] = act() })
			}
			all.Wait()
			if err := errors.Join(failed[:]...); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		}
		if made, _ := l.ask("GET", "subscription_schedules", nil)["data"].([]any); len(made) > 2 {
			t.Errorf("%d schedules", len(made))
		}
	})
}

// TestWhatCanWait: less for the same time, or the same for a shorter one.
func TestWhatCanWait(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		for _, tt := range []struct {
			has   billing.Selection
			waits []billing.Selection
			not   []billing.Selection
		}{
			{
				seats(2),
				[]billing.Selection{seats(1), monthly("starter"), yearly("starter"), yearly("studio")},
				[]billing.Selection{seats(3), {ID: "studio", Currency: "usd", Interval: "year", Quantity: 2}},
			},
			{yearly("starter"), []billing.Selection{monthly("starter")}, []billing.Selection{monthly("studio"), yearly("studio")}},
		} {
			l.buySelection(tt.has)
			for can, selections := range map[bool][]billing.Selection{true: tt.waits, false: tt.not} {
				for _, selection := range selections {
					if shown, err := l.service.Preview(context.Background(), l.user, selection); err != nil ||
						(shown.Later != nil) != can {
						t.Errorf("%v to %v: %v, %v", tt.has, selection, shown.Later, err)
					}
				}
			}
			if err := l.service.EndPlans(context.Background(), l.user.ID); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// TestFewerSeatsOnAYear: the price of the rest of the year is not given back.
func TestFewerSeatsOnAYear(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		selection := yearly("studio")
		selection.Quantity = 3
		l.buySelection(selection)
		l.later(seats(1))
		l.wantsNext("scheduled", "studio", 2900)
		l.pass(366*aDay + 2*time.Hour)
		if sub := l.plan(); sub.Quantity != 1 || sub.Interval != "month" || l.newestBill().AmountPaid != 2900 {
			t.Errorf("%+v, %+v", sub, l.newestBill())
		}
	})
}
