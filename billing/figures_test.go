package billing_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// day is a day of the tests, at noon.
func day(t *testing.T, typed string) time.Time {
	t.Helper()
	at, err := time.Parse(time.DateOnly, typed)
	if err != nil {
		t.Fatal(err)
	}
	return at.Add(12 * time.Hour)
}

// TestFigures counts who paid when, in each currency of its own.
func TestFigures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		now := day(t, "2026-11-26")
		s.settings.Clock = clock.Func(func() time.Time { return now })
		s.service = billing.New(db, s.settings)
		if f, err := s.service.Figures(ctx); err != nil || len(f) != 0 {
			t.Errorf("of nobody: %+v %v", f, err)
		}
		who := map[string]uuid.UUID{}
		add := func(id, customer, status, currency, interval string, amount int64, from, trial, end string) {
			t.Helper()
			if who[customer] == uuid.Nil {
				c, err := payments.EnsureCustomer(
					ctx,
					db,
					&payments.Customer{
						ID:       models.NewID(),
						UserID:   s.newUser(customer + "@example.com").ID,
						StripeID: "cus_" + customer,
					},
				)
				if err != nil {
					t.Fatal(err)
				}
				who[customer] = c.ID
			}
			sub := payments.Subscription{
				ID:               id,
				CustomerID:       who[customer],
				PlanID:           "studio",
				Status:           status,
				Quantity:         3,
				Amount:           amount,
				Currency:         currency,
				Interval:         interval,
				StartedAt:        day(t, from),
				CurrentPeriodEnd: now,
			}
			if trial != "" {
				sub.TrialEndsAt = new(day(t, trial))
			}
			if end != "" {
				sub.EndedAt = new(day(t, end))
			}
			if err := payments.StoreSubscriptions(ctx, db, []payments.Subscription{sub}); err != nil {
				t.Fatal(err)
			}
		}
		add("sub_1", "a", "active", "usd", "month", 900, "2024-01-01", "", "")
		add("sub_2", "b", "past_due", "usd", "year", 9001, "2026-03-10", "2026-03-24", "")
		add("sub_3", "c", "canceled", "usd", "month", 2900, "2026-01-05", "", "2026-11-10")
		add("sub_4", "d", "canceled", "usd", "month", 2900, "2026-01-05", "", "2026-06-15") // and came back at once
		add("sub_5", "d", "active", "usd", "month", 900, "2026-06-15", "", "")
		add("sub_6", "e", "trialing", "usd", "month", 2900, "2026-11-20", "2026-12-04", "")
		add("sub_7", "f", "canceled", "usd", "month", 2900, "2026-10-01", "2026-10-15", "2026-10-10") // in its trial
		add("sub_8", "g", "incomplete_expired", "usd", "month", 2900, "2026-10-01", "", "")
		add("sub_9", "h", "unpaid", "usd", "month", 2900, "2026-05-01", "", "")
		add("sub_10", "i", "canceled", "usd", "month", 2900, "2024-01-01", "", "2025-01-01") // long ago
		add("sub_11", "a", "active", "eur", "year", 12000, "2026-11-01", "", "")
		all, err := s.service.Figures(ctx)
		if err != nil || len(all) != 2 {
			t.Fatalf("%+v %v", all, err)
		}
		eur, usd := all[0], all[1]
		if eur.Currency != "eur" || eur.MRR != 1000 || eur.Paying != 1 || eur.Churn != (billing.Churn{}) ||
			eur.Churn.Percent() != 0 {
			t.Errorf("%+v", eur)
		}
		if usd.MRR != (900*12+9001+900*12)/12 || usd.Paying != 3 || usd.Trialing != 1 ||
			usd.Churn != (billing.Churn{Paid: 4, Left: 1}) ||
			usd.Churn.Percent() != 25 {
			t.Errorf("%+v", usd)
		}
		if len(usd.Months) != 12 || usd.Months[0].Start != time.Date(2025, 12, 1, 0, 0, 0, 0, time.UTC) ||
			usd.Months[11].MRR != usd.MRR {
			t.Fatalf("%+v", usd.Months)
		}
		for month, want := range map[int]billing.Month{
			0: {MRR: 900, Churn: billing.Churn{Paid: 1}}, 1: {MRR: 900 + 2*2900, Churn: billing.Churn{Paid: 1}},
			3:  {MRR: 900 + 2*2900 + 750, Churn: billing.Churn{Paid: 3}},
			6:  {MRR: 900 + 2900 + 900 + 750, Churn: billing.Churn{Paid: 4}},
			11: {MRR: usd.MRR, Churn: billing.Churn{Paid: 4, Left: 1}},
		} {
			if want.Start = usd.Months[month].Start; usd.Months[month] != want {
				t.Errorf("%s: %+v, not %+v", want.Start.Format("Jan"), usd.Months[month], want)
			}
		}
	})
}

// TestModes: links lead to the dashboard that the key belongs to.
func TestModes(t *testing.T) {
	for key, want := range map[string]billing.Mode{"sk_live_x": billing.Live, "rk_live_x": billing.Live, "sk_test_x": billing.Test, "": billing.Test} {
		s := billing.New(nil, billing.Settings{SecretKey: key})
		page := map[billing.Mode]string{billing.Live: "https://dashboard.stripe.com/customers/cus_1", billing.Test: "https://dashboard.stripe.com/test/customers/cus_1"}[want]
		if s.Mode() != want || s.Mode().Dashboard("customers", "cus_1") != page {
			t.Errorf("%s: %s", key, s.Mode())
		}
	}
	if s := billing.New(nil, billing.Settings{SecretKey: "sk_live_x", APIURL: "http://localhost"}); s.Mode() != billing.Emulated ||
		s.Mode().Dashboard("customers", "cus_1") != "" {
		t.Errorf("the emulator: %s", s.Mode())
	}
}

// TestRefusal is Stripe's own word, and nobody else's.
func TestRefusal(t *testing.T) {
	if _, refused := billing.Refusal(errors.New("x")); refused {
		t.Error("an error of ours is Stripe's refusal")
	}
}
