package billing_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/validation"
)

// TestLostSchedule: whichever answer is lost, our copy follows, and pressing again
// does it.
func TestLostSchedule(t *testing.T) {
	for name, lost := range map[string]string{"made": "/subscription_schedules", "filled": "/subscription_schedules/"} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				ctx := context.Background()
				l.buySelection(monthly("studio"))
				l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodPost && strings.Contains(r.URL.Path, lost) &&
						(name == "filled") == strings.Contains(r.URL.Path, "sub_sched_") {
						l.stand.ServeHTTP(unheardAnswer{}, r)
						http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusBadGateway)
						return
					}
					l.stand.ServeHTTP(w, r)
				})
				at := l.stand.Now().Unix()
				if err := l.service.ChangeLater(ctx, l.user, monthly("starter"), at); !errors.Is(
					err,
					billing.ErrUnavailable,
				) {
					t.Errorf("got %v", err)
				}
				l.repairStripe()
				if err := l.work(ctx); err != nil {
					t.Fatal(err)
				}
				if sub := l.plan(); sub.ScheduleID == "" || (sub.Next.At != nil) != (name == "filled") {
					t.Errorf("not followed: %+v", sub)
				}
				if err := l.service.ChangeLater(ctx, l.user, monthly("starter"), at); err != nil {
					t.Error(err)
				}
				l.wantsNext("again", "starter", 900)
			})
		})
	}
}

// TestLaterIsRefused to what costs more, at an old price, on trial, and to others.
func TestLaterIsRefused(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, now := context.Background(), l.stand.Now().Unix()
		other := l.newUser("eve@example.com")
		l.buySelection(seats(2))
		for name, act := range map[string]func() error{
			"costs more":     func() error { return l.service.ChangeLater(ctx, l.user, seats(3), l.stand.Now().Unix()) },
			"what there is":  func() error { return l.service.ChangeLater(ctx, l.user, seats(2), l.stand.Now().Unix()) },
			"none":           func() error { return l.service.ChangeLater(ctx, l.user, seats(0), l.stand.Now().Unix()) },
			"no plan":        func() error { return l.service.ChangeLater(ctx, l.user, monthly("nothing"), l.stand.Now().Unix()) },
			"an old price":   func() error { return l.service.ChangeLater(ctx, l.user, seats(1), now-3600) },
			"a price to be":  func() error { return l.service.ChangeLater(ctx, l.user, seats(1), l.stand.Now().Unix()+3600) },
			"without a time": func() error { return l.service.ChangeLater(ctx, l.user, seats(1), 0) },
		} {
			var invalid validation.Errors
			if err := act(); !errors.As(err, &invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		l.later(seats(1))
		if err := l.service.CancelScheduledChange(ctx, other); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("kept by another: %v", err)
		}
		if err := l.service.ChangeLater(ctx, other, monthly("starter"), l.stand.Now().Unix()); !errors.Is(
			err,
			billing.ErrNoPlan,
		) {
			t.Errorf("changed by another: %v", err)
		}
		l.wantsNext("of the one whose it is", "studio", 2900)
	})
}

// TestNoLaterOnTrial: what costs nothing yet is changed at once.
func TestNoLaterOnTrial(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.startTrial()
		if shown, err := l.service.Preview(context.Background(), l.user, yearly("tried")); err != nil ||
			shown.Later != nil {
			t.Errorf("%+v, %v", shown, err)
		}
		var invalid validation.Errors
		if err := l.service.ChangeLater(context.Background(), l.user, yearly("tried"), l.stand.Now().Unix()); !errors.As(
			err,
			&invalid,
		) {
			t.Errorf("got %v", err)
		}
	})
}

// TestOthersBesideASchedule: a deletion that is asked for lets the plan end, and an
// admin does not undo what the customer scheduled.
func TestOthersBesideASchedule(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		until := l.plan().CurrentPeriodEnd.Add(5 * aDay)
		var invalid validation.Errors
		if err := l.service.Extend(ctx, l.customer(), l.plan().ID, until, begun); !errors.As(err, &invalid) {
			t.Errorf("extending: %v", err)
		}
		if err := l.service.CancelPlans(ctx, l.user.ID); err != nil || !l.plan().CancelAtPeriodEnd ||
			l.plan().Next.At != nil {
			t.Errorf("%+v, %v", l.plan(), err)
		}
		if err := l.service.UncancelPlans(ctx, l.user.ID); err != nil || l.plan().CancelAtPeriodEnd {
			t.Errorf("%+v, %v", l.plan(), err)
		}
		l.later(monthly("starter"))
		l.pass(aMonth)
		if err := l.service.Extend(ctx, l.customer(), l.plan().ID, l.plan().CurrentPeriodEnd.Add(5*aDay), begun); err != nil ||
			l.plan().Status != "trialing" {
			t.Errorf("extending in the last phase: %+v, %v", l.plan(), err)
		}
	})
}
