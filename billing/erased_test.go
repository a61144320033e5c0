package billing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/payments"
)

// TestBoughtWhileErased: what is paid on a page that was opened just before the
// account was erased is ended, and an admin hears of it.
func TestBoughtWhileErased(t *testing.T) {
	for _, selection := range []billing.Selection{monthly("starter"), {ID: "audits", Currency: "usd", Quantity: 1}} {
		lives(t, func(t *testing.T, l life) {
			ctx := context.Background()
			if _, err := l.service.Checkout(ctx, l.user, selection); err != nil {
				t.Fatal(err)
			}
			open, err := payments.OpenCheckout(ctx, l.db, l.user.ID)
			if err != nil {
				t.Fatal(err)
			}
			if err := erasure.Schedule(ctx, l.db, l.user.ID, l.stand.Now().Add(-time.Minute)); err != nil {
				t.Fatal(err)
			}
			if err := erasure.Erase(ctx, l.db, l.user.ID, l.stand.Now().Truncate(time.Millisecond)); err != nil {
				t.Fatal(err)
			}
			if outcome, err := l.stand.Pay(*open.SessionID, emulator.Payment{Card: goodCard, Name: "Ada"}); err != nil ||
				outcome.Status != emulator.Completed {
				t.Fatalf("%+v, %v", outcome, err)
			}
			l.sync()
			l.sync()
			all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID)
			if err != nil || slices.ContainsFunc(all, billing.IsLive) {
				t.Errorf("%+v, %v", all, err)
			}
			alerts, err := payments.OpenAlerts(ctx, l.db, 10)
			if err != nil || len(alerts) != 1 || alerts[0].Kind != billing.AlertErased ||
				len(all) == 1 && alerts[0].ObjectID != all[0].ID {
				t.Errorf("%+v, %v", alerts, err)
			}
			if told, err := payments.HasEffect(ctx, l.db, string(letter.BillingAlert{}.Kind()), billing.AlertErased+"#"+alerts[0].ObjectID); err != nil ||
				!told {
				t.Errorf("the admins hear of it: %v, %v", told, err)
			}
		})
	}
}

// TestErasedWithoutPurchase: what ended before, or was paid long ago, is no alarm.
func TestErasedWithoutPurchase(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyDeaf("starter")
		l.buyAudits(1)
		if err := l.stand.Advance(time.Minute); err != nil {
			t.Fatal(err)
		}
		if err := l.service.EndPlans(ctx, l.user.ID); err != nil {
			t.Fatal(err)
		}
		if err := erasure.Schedule(ctx, l.db, l.user.ID, l.stand.Now().Add(-time.Minute)); err != nil {
			t.Fatal(err)
		}
		if err := erasure.Erase(ctx, l.db, l.user.ID, l.stand.Now().Truncate(time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if alerts, err := payments.OpenAlerts(ctx, l.db, 10); err != nil || len(alerts) != 0 {
			t.Errorf("%+v, %v", alerts, err)
		}
	})
}
