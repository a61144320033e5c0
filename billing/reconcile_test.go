package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/erasure"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// TestSecondSubscription: whatever way somebody got two, they pay for one, and an
// admin is told.
func TestSecondSubscription(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, first := context.Background(), l.buyDeaf("starter")
		if err := l.stand.Advance(time.Minute); err != nil {
			t.Fatal(err)
		}
		l.changeCard("4242424242424242") // also for what comes
		second := l.ask(
			"POST",
			"subscriptions",
			url.Values{"customer": {l.customer().StripeID}, "items[0][price]": {first.PriceID}},
		)
		l.sync()
		all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID)
		if err != nil || len(all) != 2 || all[0].ID != second["id"] || all[0].Status != "canceled" ||
			all[1].Status != "active" {
			t.Errorf("%+v, %v", all, err)
		}
		if got := l.allowance(billing.Sites).Limit; got != 1 {
			t.Errorf("%d sites", got)
		}
		l.sync()
		l.wants("the second one cancelled", "canceled", 1, letter.Receipt{}, letter.Receipt{})
		if alerts, err := payments.OpenAlerts(ctx, l.db, 10); err != nil || len(alerts) != 1 ||
			alerts[0].Kind != billing.AlertDuplicate ||
			alerts[0].ObjectID != all[0].ID {
			t.Errorf("%+v, %v", alerts, err)
		}
	})
}

// TestManyHintsCostOneFetch: those that were followed already ask nothing.
func TestManyHintsCostOneFetch(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, bought := context.Background(), l.buyDeaf("starter")
		fetches := 0
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") {
				fetches++
			}
			l.stripe.ServeHTTP(w, r)
		})
		for range 10 {
			if _, err := payments.MarkDirty(ctx, l.db, bought.CustomerID); err != nil {
				t.Fatal(err)
			}
		}
		for range 10 {
			if err := l.service.Sync(ctx, bought.CustomerID); err != nil {
				t.Fatal(err)
			}
		}
		if fetches != 1 {
			t.Errorf("%d fetches", fetches)
		}
	})
}

// TestReconcile finds what no webhook told, and tells of it.
func TestReconcile(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buyDeaf("starter")
		if err := l.stand.Advance(32 * aDay); err != nil {
			t.Fatal(err)
		}
		for _, want := range []int{1, 0} {
			found, done := 0, 0
			err := l.service.Reconcile(
				ctx,
				func(n int, differences []billing.Difference) { done, found = n, found+len(differences) },
			)
			if err != nil || found != want || done != 1 {
				t.Errorf("%d differences, %d done, %v", found, done, err)
			}
		}
		l.failAt(emulator.Prefix + "/v1/subscriptions")
		if err := l.service.Reconcile(ctx, func(int, []billing.Difference) {}); !errors.Is(
			err,
			billing.ErrUnavailable,
		) {
			t.Errorf("Stripe is down: %v", err)
		}
	})
}

// TestCustomerDeletedAtStripe: their plan ends here as well.
func TestCustomerDeletedAtStripe(t *testing.T) {
	lives(t, func(_ *testing.T, l life) {
		l.buyDeaf("starter")
		l.ask("DELETE", "customers/"+l.customer().StripeID, nil)
		l.sync()
		l.wants("deleted", "canceled", 0, letter.Receipt{}, letter.PlanEnded{})
	})
}

// TestForgottenSubscription: what Stripe does not list any more has ended.
func TestForgottenSubscription(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, bought := context.Background(), l.buyDeaf("starter")
		gone := bought
		gone.ID, gone.StartedAt = "sub_gone", bought.StartedAt.Add(time.Minute)
		if err := payments.StoreSubscriptions(ctx, l.db, []payments.Subscription{gone}); err != nil {
			t.Fatal(err)
		}
		l.sync()
		all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID)
		if err != nil || len(all) != 2 || all[0].ID != "sub_gone" || all[0].Status != "canceled" ||
			all[0].EndedAt == nil ||
			all[1].Status != "active" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestErasedBuyer pays nothing more, and nothing personal comes back.
func TestErasedBuyer(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx, now := context.Background(), models.Now()
		l.buyDeaf("starter")
		if err := errors.Join(erasure.Schedule(ctx, l.db, l.user.ID, now), erasure.Erase(ctx, l.db, l.user.ID, now.Add(time.Second))); err != nil {
			t.Fatal(err)
		}
		l.sync()
		c := l.customer()
		all, err := payments.SubscriptionsBy(ctx, l.db, c.ID)
		if err != nil || all[0].Status != "canceled" || c.Details.Email != "" || c.Details.Card != nil {
			t.Errorf("%+v, %+v, %v", all, c.Details, err)
		}
		l.user.EraseAfter = &now
		var invalid validation.Errors
		if _, err := l.service.Checkout(ctx, l.user, monthly("starter")); !errors.As(err, &invalid) {
			t.Errorf("who is leaving buys: %v", err)
		}
	})
}
