package billing_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// elsewhere schedules a change to a price past the service, as the dashboard would.
func (s *shop) elsewhere(sub payments.Subscription, price string) {
	s.t.Helper()
	made := s.ask("POST", "subscription_schedules", url.Values{"from_subscription": {sub.ID}})
	now, _ := made["current_phase"].(map[string]any)
	start, _ := now["start_date"].(float64)
	s.ask("POST", "subscription_schedules/"+made["id"].(string), url.Values{
		"phases[0][items][0][price]": {sub.PriceID}, "phases[0][start_date]": {strconv.FormatInt(int64(start), 10)},
		"phases[0][end_date]":        {strconv.FormatInt(sub.CurrentPeriodEnd.Unix(), 10)},
		"phases[1][items][0][price]": {price}, "phases[1][items][0][quantity]": {"1"}, "phases[1][iterations]": {"3"},
	})
}

// price is one of a product past the service, for a plan of ours or for none.
func (s *shop) price(amount, plan string) string {
	s.t.Helper()
	product := s.ask("POST", "products", url.Values{"name": {"By hand"}})
	form := url.Values{
		"product":             {product["id"].(string)},
		"currency":            {"usd"},
		"unit_amount":         {amount},
		"recurring[interval]": {"month"},
	}
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
		l.buySelection(monthly("studio"))
		l.elsewhere(l.plan(), l.price("700", "starter"))
		if err := l.service.Cancel(ctx, l.user, ""); !errors.Is(err, models.ErrConflict) {
			t.Errorf("behind our back: %v", err)
		}
		l.wantsNext("elsewhere", "starter", 700)
		if err := l.service.CancelScheduledChange(ctx, l.user); err != nil {
			t.Error(err)
		}
		l.wantsNext("kept", "", 0)
		l.elsewhere(l.plan(), l.price("600", ""))
		if found, err := l.service.SyncNow(ctx, l.customer()); err != nil || len(found) != 1 {
			t.Errorf("comparing: %+v, %v", found, err)
		}
		l.wantsNext("none of ours", "", 600)
		var invalid validation.Errors
		if err := l.service.CancelScheduledChange(ctx, l.user); !errors.As(err, &invalid) {
			t.Errorf("none of ours is kept: %v", err)
		}
		if alerts, err := payments.OpenAlerts(ctx, l.db, 10); err != nil || len(alerts) != 0 {
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
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.Contains(r.URL.Path, "/v1/prices/") {
				http.Error(
					w,
					`{"error":{"type":"invalid_request_error","code":"resource_missing","param":"price"}}`,
					http.StatusNotFound,
				)
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

// TestRenewalOfAScheduledChange is announced with the price that it will have.
func TestRenewalOfAScheduledChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		l.pass(29 * aDay)
		for _, sent := range l.sent {
			if ahead, is := sent.Content.(letter.RenewalAhead); is && (ahead.Price.Amount != 900 || ahead.Plan != "Starter") {
				t.Errorf("%+v", ahead)
			}
		}
		l.wants("ahead", "active", 10, letter.Receipt{}, letter.RenewalAhead{})
	})
}

// TestDiscountGoesOn over a scheduled change.
func TestDiscountGoesOn(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
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

// TestToldOfEachPrice: who was told of one before it changed is told of the other.
func TestToldOfEachPrice(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.later(monthly("starter"))
		l.pass(29 * aDay)
		for range 2 {
			if err := l.service.CancelScheduledChange(context.Background(), l.user); err != nil {
				t.Fatal(err)
			}
		}
		l.wants("kept", "active", 10, letter.Receipt{}, letter.RenewalAhead{}, letter.RenewalAhead{})
		told := map[string]bool{}
		for _, sent := range l.sent {
			if ahead, is := sent.Content.(letter.RenewalAhead); is {
				told[fmt.Sprint(ahead.Plan, ahead.Price.Amount)] = true
			}
		}
		if !told["Starter900"] || !told["Studio2900"] {
			t.Errorf("%+v", told)
		}
	})
}
