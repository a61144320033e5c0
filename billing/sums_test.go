package billing_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/rates"
	"github.com/prokken/prokken/clock"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// TestSumsAreTheFigures: the figures that are made of the sums of days are those of all subscriptions, whatever
// customers do, at every moment.
func TestSumsAreTheFigures(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		now := day(t, "2026-11-26")
		s.settings.Clock = clock.Func(func() time.Time { return now })
		s.service = billing.New(db, s.settings)
		dice := rand.New(rand.NewPCG(1, 2))
		var ids []uuid.UUID
		for i := range 40 {
			c, err := payments.EnsureCustomer(ctx, db, &payments.Customer{
				ID: models.NewID(), UserID: s.newUser(fmt.Sprintf("c%d@example.com", i)).ID, StripeID: fmt.Sprintf("cus_%d", i),
			})
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, c.ID)
		}
		for round := range 3 { // what was counted changes
			for i, id := range ids {
				liveOn(t, db, dice, id, fmt.Sprintf("sub_%d_%d", i, dice.IntN(round+2)), now)
			}
			for _, at := range []string{"2026-11-26", "2026-12-01", "2026-10-31", "2027-02-28", "2028-01-01"} {
				for _, hours := range []time.Duration{-12, 0, 11} {
					now = day(t, at).Add(hours * time.Hour)
					compareSums(t, s)
				}
			}
			now = day(t, "2026-11-26")
		}
		if err := payments.DeleteRecords(ctx, db, now); err != nil {
			t.Fatal(err)
		}
		compareSums(t, s)
	})
}

// compareSums compares the figures with those of all rows.
func compareSums(t *testing.T, s *shop) {
	t.Helper()
	if counted, err := payments.AllCounted(context.Background(), s.db); err != nil || !counted {
		t.Fatalf("somebody is not counted, %v", err)
	}
	got, err := s.service.Figures(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	want, err := s.service.CountFigures(context.Background())
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Fatalf("%v %s", err, diff)
	}
}

// liveOn gives a customer a subscription, or changes it, with a past of rates, and counts it.
func liveOn(t *testing.T, db *models.DB, dice *rand.Rand, customer uuid.UUID, id string, now time.Time) {
	t.Helper()
	months := []time.Time{ // at midnight, too
		day(t, "2025-11-30"), day(t, "2026-01-01").Add(-12 * time.Hour), day(t, "2026-03-01").Add(-12 * time.Hour), day(t, "2026-06-10"),
		day(t, "2026-10-27"), day(t, "2026-11-01").Add(-12 * time.Hour), day(t, "2026-11-03"), now.Add(-time.Hour), now.AddDate(0, 1, 0),
	}
	pick := func() time.Time { return months[dice.IntN(len(months))] }
	intervals := []string{"month", "year", "week", "", "decade"}
	sub := payments.Subscription{
		ID: id, CustomerID: customer, PlanID: "starter", Status: []string{"active", "trialing", "canceled", "incomplete", "past_due"}[dice.IntN(5)],
		Quantity: 1, Amount: int64(dice.IntN(5000)), Currency: []string{"usd", "eur"}[dice.IntN(2)], Interval: intervals[dice.IntN(3)],
		StartedAt: pick(), CurrentPeriodEnd: now, IntervalCount: 1,
	}
	if dice.IntN(3) == 0 {
		sub.EndedAt = new(pick())
	}
	ctx := context.Background()
	err := db.Transaction(ctx, func(tx *models.DB) error {
		if err := payments.StoreSubscriptions(ctx, tx, []payments.Subscription{sub}); err != nil {
			return err
		}
		for range dice.IntN(4) {
			rate := payments.SubscriptionRate{SubscriptionID: id, Since: pick(), Amount: int64(dice.IntN(5000)), Interval: intervals[dice.IntN(5)]}
			if err := payments.AddRate(ctx, tx, &rate); err != nil {
				return err
			}
		}
		return rates.Count(ctx, tx, customer)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// TestSyncsCount: a sync counts its customer, and the hourly work those whom no sync has counted.
func TestSyncsCount(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		compareSums(t, l.shop)
		for _, forget := range []string{
			"DELETE FROM billing_movements", "DELETE FROM billing_days", "UPDATE billing_customers SET counted = FALSE",
		} {
			if _, err := l.db.Pool().Exec(forget); err != nil {
				t.Fatal(err)
			}
		}
		if counted, err := payments.AllCounted(context.Background(), l.db); err != nil || counted {
			t.Errorf("counted without movements, %v", err)
		}
		if err := l.service.Hourly(context.Background()); err != nil {
			t.Fatal(err)
		}
		compareSums(t, l.shop)
	})
}
