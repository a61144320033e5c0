package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func yearly(plan string) billing.Wish {
	w := monthly(plan)
	w.Interval = "year"
	return w
}

func seats(n int64) billing.Wish {
	w := monthly("studio")
	w.Quantity = n
	return w
}

// buyWish buys what is wished for.
func (l life) buyWish(wish billing.Wish) {
	l.t.Helper()
	address, err := l.service.Checkout(context.Background(), l.user, wish)
	if err != nil {
		l.t.Fatal(err)
	}
	_, _, next := l.pay(address, goodCard)
	if done, err := l.service.Return(context.Background(), l.user, next.Query().Get("session_id")); !done || err != nil {
		l.t.Fatalf("done %v, %v", done, err)
	}
}

func (l life) plan() models.Subscription {
	l.t.Helper()
	sub, has, err := l.service.Current(context.Background(), l.user.ID)
	if err != nil || !has {
		l.t.Fatalf("no plan: %v", err)
	}
	return sub
}

// later schedules a change as it is previewed.
func (l life) later(wish billing.Wish) {
	l.t.Helper()
	preview, err := l.service.Preview(context.Background(), l.user, wish)
	if err != nil || preview.Later == nil || !preview.Later.Equal(l.plan().CurrentPeriodEnd) {
		l.t.Fatalf("it cannot wait: %+v, %v", preview, err)
	}
	if err := l.service.ChangeLater(context.Background(), l.user, wish, preview.At); err != nil {
		l.t.Fatal(err)
	}
}

// wantsNext compares what is scheduled; "" is nothing.
func (l life) wantsNext(when, plan string, amount int64) {
	l.t.Helper()
	sub := l.plan()
	if next := sub.Next; next.PlanID != plan || next.Amount != amount || (next.At != nil) != (amount > 0) || next.At != nil && !next.At.Equal(sub.CurrentPeriodEnd) {
		l.t.Errorf("%s: %+v", when, next)
	}
}

// newestBill is what was billed last.
func (l life) newestBill() models.Invoice {
	l.t.Helper()
	all, err := l.db.InvoicesBy(context.Background(), l.customer().ID, 1)
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
		l.buyWish(monthly("studio"))
		for range 2 {
			l.later(monthly("starter"))
		}
		l.wantsNext("scheduled", "starter", 900)
		l.wants("scheduled", "active", 10, mail.Receipt)
		if all, _ := l.bills(); all != 1 {
			t.Errorf("%d bills", all)
		}
		l.pass(aMonth)
		l.wants("changed", "active", 1, mail.Receipt, mail.Receipt)
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

// TestWhatCanWait: less for the same time, or the same for a shorter one.
func TestWhatCanWait(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		for _, tt := range []struct {
			has   billing.Wish
			waits []billing.Wish
			not   []billing.Wish
		}{
			{seats(2), []billing.Wish{seats(1), monthly("starter"), yearly("starter"), yearly("studio")}, []billing.Wish{seats(3), {ID: "studio", Currency: "usd", Interval: "year", Quantity: 2}}},
			{yearly("starter"), []billing.Wish{monthly("starter")}, []billing.Wish{monthly("studio"), yearly("studio")}},
		} {
			l.buyWish(tt.has)
			for can, wishes := range map[bool][]billing.Wish{true: tt.waits, false: tt.not} {
				for _, wish := range wishes {
					if shown, err := l.service.Preview(context.Background(), l.user, wish); err != nil || (shown.Later != nil) != can {
						t.Errorf("%v to %v: %v, %v", tt.has, wish, shown.Later, err)
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
		wish := yearly("studio")
		wish.Quantity = 3
		l.buyWish(wish)
		l.later(seats(1))
		l.wantsNext("scheduled", "studio", 2900)
		l.pass(366*aDay + 2*time.Hour)
		if sub := l.plan(); sub.Quantity != 1 || sub.Interval != "month" || l.newestBill().AmountPaid != 2900 {
			t.Errorf("%+v, %+v", sub, l.newestBill())
		}
	})
}

// TestKeep takes a change back, and is safe many times.
func TestKeep(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		if err := l.service.Keep(ctx, l.user); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("without a plan: %v", err)
		}
		l.buyWish(monthly("studio"))
		l.later(monthly("starter"))
		for range 2 {
			if err := l.service.Keep(ctx, l.user); err != nil {
				t.Fatal(err)
			}
		}
		l.wantsNext("kept", "", 0)
		l.later(monthly("starter")) // with the same form, a day has not passed
		l.wantsNext("again", "starter", 900)
		if err := l.service.Keep(ctx, l.user); err != nil {
			t.Fatal(err)
		}
		l.pass(aMonth)
		if l.plan().PlanID != "studio" || l.newestBill().AmountPaid != 2900 {
			t.Errorf("%+v", l.plan())
		}
	})
}

// TestKeepTooLate: what has been changed meanwhile is not called kept.
func TestKeepTooLate(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyWish(monthly("studio"))
		l.later(monthly("starter"))
		if err := l.stand.Advance(aMonth); err != nil {
			t.Fatal(err)
		}
		if err := l.service.Keep(context.Background(), l.user); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
	})
}

// TestCancelInstead: a scheduled change is forgotten, also where the plan then goes on.
func TestCancelInstead(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyWish(monthly("studio"))
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
		if err := l.service.Resume(ctx, l.user); err != nil {
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
		l.wants("ended", "canceled", 0, mail.Receipt, mail.PlanCancelled, mail.Receipt, mail.PlanCancelled, mail.PlanEnded)
	})
}

// TestChangeNowInstead: the last wish counts, and nothing of the other comes later.
func TestChangeNowInstead(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyWish(seats(2))
		l.later(monthly("starter"))
		l.later(seats(1)) // in the place of the other
		l.wantsNext("again", "studio", 2900)
		for _, wish := range []billing.Wish{seats(3), yearly("starter")} {
			shown, err := l.service.Preview(ctx, l.user, wish)
			if err != nil {
				t.Fatal(err)
			}
			if err := l.service.Change(ctx, l.user, wish, shown.At); err != nil {
				t.Fatal(err)
			}
			l.wantsNext("changed", "", 0)
			if sub := l.plan(); sub.PlanID != wish.ID || sub.Quantity != wish.Quantity || sub.ScheduleID != "" {
				t.Errorf("%+v", sub)
			}
			if wish.ID == "studio" {
				l.later(monthly("starter"))
			}
		}
		l.pass(aMonth)
		if sub := l.plan(); sub.PlanID != "starter" || sub.Interval != "year" {
			t.Errorf("%+v", sub)
		}
	})
}

// TestLostSchedule: whichever answer is lost, our copy follows, and pressing again
// does it.
func TestLostSchedule(t *testing.T) {
	for name, lost := range map[string]string{"made": "/subscription_schedules", "filled": "/subscription_schedules/"} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				ctx := context.Background()
				l.buyWish(monthly("studio"))
				l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
					if r.Method == http.MethodPost && strings.Contains(r.URL.Path, lost) && (name == "filled") == strings.Contains(r.URL.Path, "sub_sched_") {
						l.stand.ServeHTTP(unheardAnswer{}, r)
						http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusBadGateway)
						return
					}
					l.stand.ServeHTTP(w, r)
				})
				at := l.stand.Now().Unix()
				if err := l.service.ChangeLater(ctx, l.user, monthly("starter"), at); !errors.Is(err, billing.ErrUnavailable) {
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

// elsewhere schedules a change to a price past the service, as the dashboard would.
func (s *shop) elsewhere(sub models.Subscription, price string) {
	s.t.Helper()
	made := s.ask("POST", "subscription_schedules", url.Values{"from_subscription": {sub.ID}})
	now, _ := made["current_phase"].(map[string]any)
	start, _ := now["start_date"].(float64)
	s.ask("POST", "subscription_schedules/"+made["id"].(string), url.Values{
		"phases[0][items][0][price]": {sub.PriceID}, "phases[0][start_date]": {strconv.FormatInt(int64(start), 10)}, "phases[0][end_date]": {strconv.FormatInt(sub.CurrentPeriodEnd.Unix(), 10)},
		"phases[1][items][0][price]": {price}, "phases[1][items][0][quantity]": {"1"}, "phases[1][iterations]": {"3"},
	})
}

// price is one of a product past the service, for a plan of ours or for none.
func (s *shop) price(amount, plan string) string {
	s.t.Helper()
	product := s.ask("POST", "products", url.Values{"name": {"By hand"}})
	form := url.Values{"product": {product["id"].(string)}, "currency": {"usd"}, "unit_amount": {amount}, "recurring[interval]": {"month"}}
	if plan != "" {
		form.Set("metadata[prokken]", plan)
	}
	return s.ask("POST", "prices", form)["id"].(string)
}

// TestScheduledElsewhere is shown, too; what our copy does not know yet is a
// conflict, and the next press does it.
func TestScheduledElsewhere(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyWish(monthly("studio"))
		l.elsewhere(l.plan(), l.price("700", "starter"))
		if err := l.service.Cancel(ctx, l.user, ""); !errors.Is(err, models.ErrConflict) {
			t.Errorf("behind our back: %v", err)
		}
		l.wantsNext("elsewhere", "starter", 700)
		if err := l.service.Keep(ctx, l.user); err != nil {
			t.Error(err)
		}
		l.wantsNext("kept", "", 0)
		l.elsewhere(l.plan(), l.price("600", ""))
		if found, err := l.service.SyncNow(ctx, l.customer()); err != nil || len(found) != 1 {
			t.Errorf("comparing: %+v, %v", found, err)
		}
		l.wantsNext("none of ours", "", 600)
		var invalid models.Invalid
		if err := l.service.Keep(ctx, l.user); !errors.As(err, &invalid) {
			t.Errorf("none of ours is kept: %v", err)
		}
		if alerts, err := l.db.OpenAlerts(ctx, 10); err != nil || len(alerts) != 0 {
			t.Errorf("%+v, %v", alerts, err)
		}
		if err := l.service.Cancel(ctx, l.user, ""); err != nil || l.plan().Next.At != nil {
			t.Errorf("cancelling: %+v, %v", l.plan(), err)
		}
	})
}

// TestScheduledPriceIsGone: the rest of the customer is known all the same.
func TestScheduledPriceIsGone(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyWish(monthly("studio"))
		l.later(monthly("starter"))
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/v1/prices/") {
				http.Error(w, `{"error":{"type":"invalid_request_error","code":"resource_missing","param":"price"}}`, http.StatusNotFound)
				return
			}
			l.stand.ServeHTTP(w, r)
		})
		l.sync()
		if next := l.plan().Next; next.PlanID != "" || next.At == nil {
			t.Errorf("%+v", next)
		}
	})
}

// TestHintOfASchedule: a webhook alone tells of a change that was made elsewhere.
func TestHintOfASchedule(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.elsewhere(s.buy("studio"), s.price("700", "starter"))
		for range 500 {
			if sub := s.waitFor("active"); sub.Next.PlanID == "starter" {
				return
			}
			time.Sleep(10 * time.Millisecond)
		}
		t.Error("nobody heard of it")
	})
}

// TestLaterIsRefused to what costs more, at an old price, on trial, and to others.
func TestLaterIsRefused(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, now := context.Background(), l.stand.Now().Unix()
		other := l.newUser("eve@example.com")
		l.buyWish(seats(2))
		for name, act := range map[string]func() error{
			"costs more":     func() error { return l.service.ChangeLater(ctx, l.user, seats(3), l.stand.Now().Unix()) },
			"what there is":  func() error { return l.service.ChangeLater(ctx, l.user, seats(2), l.stand.Now().Unix()) },
			"none":           func() error { return l.service.ChangeLater(ctx, l.user, seats(0), l.stand.Now().Unix()) },
			"no plan":        func() error { return l.service.ChangeLater(ctx, l.user, monthly("nothing"), l.stand.Now().Unix()) },
			"an old price":   func() error { return l.service.ChangeLater(ctx, l.user, seats(1), now-3600) },
			"a price to be":  func() error { return l.service.ChangeLater(ctx, l.user, seats(1), l.stand.Now().Unix()+3600) },
			"without a time": func() error { return l.service.ChangeLater(ctx, l.user, seats(1), 0) },
		} {
			var invalid models.Invalid
			if err := act(); !errors.As(err, &invalid) {
				t.Errorf("%s: %v", name, err)
			}
		}
		l.later(seats(1))
		if err := l.service.Keep(ctx, other); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("kept by another: %v", err)
		}
		if err := l.service.ChangeLater(ctx, other, monthly("starter"), l.stand.Now().Unix()); !errors.Is(err, billing.ErrNoPlan) {
			t.Errorf("changed by another: %v", err)
		}
		l.wantsNext("of the one whose it is", "studio", 2900)
	})
}

// TestNoLaterOnTrial: what costs nothing yet is changed at once.
func TestNoLaterOnTrial(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.startTrial()
		if shown, err := l.service.Preview(context.Background(), l.user, yearly("tried")); err != nil || shown.Later != nil {
			t.Errorf("%+v, %v", shown, err)
		}
		var invalid models.Invalid
		if err := l.service.ChangeLater(context.Background(), l.user, yearly("tried"), l.stand.Now().Unix()); !errors.As(err, &invalid) {
			t.Errorf("got %v", err)
		}
	})
}

// TestRenewalOfAScheduledChange is announced with the price that it will have.
func TestRenewalOfAScheduledChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyWish(monthly("studio"))
		l.later(monthly("starter"))
		l.pass(29 * aDay)
		for _, letter := range l.sent {
			if letter.Kind == mail.RenewalAhead && (letter.Facts["amount"] != "900" || letter.Facts["plan"] != "Starter") {
				t.Errorf("%+v", letter)
			}
		}
		l.wants("ahead", "active", 10, mail.Receipt, mail.RenewalAhead)
	})
}

// TestDiscountGoesOn over a scheduled change.
func TestDiscountGoesOn(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyWish(monthly("studio"))
		l.ask("POST", "coupons", url.Values{"id": {"half"}, "percent_off": {"50"}, "duration": {"forever"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"coupon": {"half"}})
		l.sync()
		l.later(monthly("starter"))
		l.pass(aMonth)
		if bill := l.newestBill(); bill.AmountPaid != 450 {
			t.Errorf("%+v", bill)
		}
	})
}

// TestOthersBesideASchedule: a deletion that is asked for lets the plan end, and an
// admin does not undo what the customer scheduled.
func TestOthersBesideASchedule(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyWish(monthly("studio"))
		l.later(monthly("starter"))
		until := l.plan().CurrentPeriodEnd.Add(5 * aDay)
		var invalid models.Invalid
		if err := l.service.Extend(ctx, l.customer(), l.plan().ID, until, begun); !errors.As(err, &invalid) {
			t.Errorf("extending: %v", err)
		}
		if err := l.service.CancelPlans(ctx, l.user.ID); err != nil || !l.plan().CancelAtPeriodEnd || l.plan().Next.At != nil {
			t.Errorf("%+v, %v", l.plan(), err)
		}
		if err := l.service.KeepPlans(ctx, l.user.ID); err != nil || l.plan().CancelAtPeriodEnd {
			t.Errorf("%+v, %v", l.plan(), err)
		}
		l.later(monthly("starter"))
		l.pass(aMonth)
		if err := l.service.Extend(ctx, l.customer(), l.plan().ID, l.plan().CurrentPeriodEnd.Add(5*aDay), begun); err != nil || l.plan().Status != "trialing" {
			t.Errorf("extending in the last phase: %+v, %v", l.plan(), err)
		}
	})
}
