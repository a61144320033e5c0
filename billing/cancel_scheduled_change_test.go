package billing_test

import (
	"context"
	"errors"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
)

// TestCancelScheduledChange takes a change back, and is safe many times.
func TestCancelScheduledChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.service.CancelScheduledChange(ctx, l.user); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("without a plan: %v", err)
		}
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		for range 2 {
			if err := l.service.CancelScheduledChange(ctx, l.user); err != nil {
				t.Fatal(err)
			}
		}
		l.wantsNext("kept", "", 0)
		l.later(monthly("starter")) // with the same form, a day has not passed
		l.wantsNext("again", "starter", 900)
		if err := l.service.CancelScheduledChange(ctx, l.user); err != nil {
			t.Fatal(err)
		}
		l.pass(aMonth)
		if l.plan().PlanID != "studio" || l.newestBill().AmountPaid != 2900 {
			t.Errorf("%+v", l.plan())
		}
	})
}

// TestCancelScheduledChangeTooLate: what has been changed meanwhile is not called kept.
func TestCancelScheduledChangeTooLate(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		if err := l.stand.Advance(aMonth); err != nil {
			t.Fatal(err)
		}
		if err := l.service.CancelScheduledChange(context.Background(), l.user); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}

// TestCancelInstead: a scheduled change is forgotten, also where the plan then goes on.
func TestCancelInstead(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		for range 2 {
			if err := l.service.Cancel(ctx, l.user, ""); err != nil {
				t.Fatal(err)
			}
		}
		l.wantsNext("cancelled", "", 0)
		if shown, err := l.service.Preview(ctx, l.user, monthly("starter")); err != nil || shown.Later != nil {
			t.Errorf("what ends can wait: %+v, %v", shown, err)
		}
		if err := l.service.Uncancel(ctx, l.user); err != nil {
			t.Fatal(err)
		}
		l.later(monthly("starter"))
		l.pass(aMonth)
		if l.plan().ScheduleID == "" {
			t.Error("the test does not see a schedule in its last phase")
		}
		if err := l.service.Cancel(ctx, l.user, ""); err != nil {
			t.Fatal(err)
		}
		l.pass(aMonth)
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

// TestChangeNowInstead: the last change counts, and nothing of the other comes later.
func TestChangeNowInstead(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(seats(2))
		l.later(monthly("starter"))
		l.later(seats(1)) // in the place of the other
		l.wantsNext("again", "studio", 2900)
		for _, selection := range []billing.Selection{seats(3), yearly("starter")} {
			shown, err := l.service.Preview(ctx, l.user, selection)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.service.Change(ctx, l.user, selection, shown.At); err != nil {
				t.Fatal(err)
			}
			l.wantsNext("changed", "", 0)
			if sub := l.plan(); sub.PlanID != selection.ID || sub.Quantity != selection.Quantity ||
				sub.ScheduleID != "" {
				t.Errorf("%+v", sub)
			}
			if selection.ID == "studio" {
				l.later(monthly("starter"))
			}
		}
		l.pass(aMonth)
		if sub := l.plan(); sub.PlanID != "starter" || sub.Interval != "year" {
			t.Errorf("%+v", sub)
		}
	})
}
