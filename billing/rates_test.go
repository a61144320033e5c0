package billing_test

import (
	"context"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
)

// TestPastFigures: what was paid stays in the figures as it was, whether the plan
// was changed or goes on for nothing since.
func TestPastFigures(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, selection := context.Background(), billing.Selection{
			ID:       "studio",
			Currency: "usd",
			Interval: "month",
			Quantity: 2,
		}
		var changed, extended, until time.Time
		cost := func(at time.Time) int64 {
			switch {
			case changed.IsZero() || at.Before(changed):
				return 900
			case !extended.IsZero() && !at.Before(extended) && at.Before(until):
				return 0
			}
			return 5800
		}
		l.buyDeaf("starter")
		bought := l.stand.Now()
		wants := func(when string) {
			t.Helper()
			all, err := l.service.Figures(ctx)
			if err != nil || len(all) != 1 || all[0].MRR != cost(l.stand.Now()) {
				t.Fatalf("%s: %+v %v", when, all, err)
			}
			for _, m := range all[0].Months {
				end := m.Start.AddDate(0, 1, 0)
				if end.After(l.stand.Now()) {
					end = l.stand.Now()
				}
				if !end.Before(bought) && m.MRR != cost(end) {
					t.Errorf("%s: %s: %d, not %d", when, m.Start.Format("Jan 2006"), m.MRR, cost(end))
				}
			}
		}
		l.pass(45 * aDay)
		wants("bought")
		preview, err := l.service.Preview(ctx, l.user, selection)
		if err != nil {
			t.Fatal(err)
		}
		changed = l.stand.Now()
		if err := l.service.Change(ctx, l.user, selection, preview.At); err != nil {
			t.Fatal(err)
		}
		l.pass(45 * aDay)
		wants("changed")
		sub, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		extended, until = l.stand.Now(), sub[0].CurrentPeriodEnd.AddDate(0, 2, 0)
		if err := l.service.Extend(ctx, l.customer(), sub[0].ID, until, begun); err != nil {
			t.Fatal(err)
		}
		l.pass(time.Minute)
		wants("extended")
		l.pass(until.Sub(l.stand.Now()) + 40*aDay)
		wants("paid again")
	})
}
