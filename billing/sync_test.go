package billing_test

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

func TestAccess(t *testing.T) {
	tests := map[string]bool{
		"active": true, "trialing": true, "past_due": true,
		"incomplete": false, "incomplete_expired": false, "canceled": false, "unpaid": false, "paused": false,
		"": false, "invented_later": false,
	}
	for status, want := range tests {
		if billing.HasAccess(status) != want {
			t.Errorf("%q: access is not %v", status, want)
		}
	}
}

func TestCurrent(t *testing.T) {
	tests := map[string]struct {
		statuses []string // oldest first
		want     string
	}{
		"none":                  {nil, ""},
		"ended":                 {[]string{"canceled", "incomplete_expired"}, ""},
		"newest with access":    {[]string{"active", "past_due", "canceled"}, "past_due"},
		"access before waiting": {[]string{"active", "incomplete"}, "active"},
		"waiting":               {[]string{"canceled", "incomplete"}, "incomplete"},
	}
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		for name, tt := range tests {
			user := s.newUser(strings.ReplaceAll(name, " ", "-") + "@example.com")
			customer, err := payments.EnsureCustomer(
				ctx,
				db,
				&payments.Customer{ID: models.NewID(), UserID: user.ID, StripeID: "cus_" + name},
			)
			if err != nil {
				t.Fatal(err)
			}
			now := models.Now()
			var all []payments.Subscription
			for i, status := range tt.statuses {
				all = append(
					all,
					payments.Subscription{
						ID:         name + status,
						CustomerID: customer.ID,
						Status:     status,
						StartedAt:  now.AddDate(0, i, 0),
					},
				)
			}
			if err := payments.StoreSubscriptions(ctx, db, all); err != nil {
				t.Fatal(err)
			}
			current, has, err := s.service.Current(ctx, user.ID)
			if err != nil || current.Status != tt.want || has != (tt.want != "") {
				t.Errorf("%s: %q, %v, %v", name, current.Status, has, err)
			}
		}
	})
}

// TestHintDuringTheFetch: what changes while Stripe answers is fetched too.
func TestHintDuringTheFetch(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.buyDeaf("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		var hint sync.Once
		fetches := 0
		s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasSuffix(r.URL.Path, "/subscriptions") {
				fetches++
			}
			hint.Do(func() {
				if _, err := payments.MarkDirty(ctx, db, customer.ID); err != nil {
					t.Error(err)
				}
			})
			_, _ = w.Write([]byte(`{"object":"list","data":[]}`))
		})
		if err := s.follow(customer.ID); err != nil {
			t.Fatal(err)
		}
		after, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil || fetches != 2 || after.SyncedSeq != after.DirtySeq || after.LeaseToken != "" {
			t.Errorf("%d fetches, %+v, %v", fetches, after, err)
		}
	})
}

// TestHintWhileSomeoneSyncs: many workers at once leave no hint and no lease.
func TestHintWhileSomeoneSyncs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		var workers sync.WaitGroup
		for range 10 {
			workers.Go(func() {
				if _, err := payments.MarkDirty(ctx, db, customer.ID); err != nil {
					t.Error(err)
				}
				if err := s.service.Sync(ctx, customer.ID); err != nil {
					t.Error(err)
				}
			})
		}
		workers.Wait()
		after, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil || after.DirtySeq != 10 || after.SyncedSeq != 10 || after.LeaseToken != "" {
			t.Errorf("%+v, %v", after, err)
		}
	})
}

func TestNewerAPIVersionIsNotStoredAs1970(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		before := s.buyDeaf("starter")
		s.breakStripe(func(w http.ResponseWriter, _ *http.Request) {
			_, _ = w.Write(
				[]byte(`{"object":"list","data":[{"id":"` + before.ID + `","object":"subscription","status":"active",
				"items":{"data":[{"id":"si_1","current_period_end":1999999999,"price":{"id":"price_1"},"quantity":1}]}}]}`),
			)
		})
		if err := s.follow(before.CustomerID); err == nil || !strings.Contains(err.Error(), before.ID) {
			t.Errorf("got %v", err)
		}
		if after := s.waitFor("active"); !after.CurrentPeriodEnd.Equal(before.CurrentPeriodEnd) {
			t.Errorf("the period ends on %v", after.CurrentPeriodEnd)
		}
		if customer, err := payments.CustomerOf(ctx, db, s.user.ID); err != nil || customer.LeaseToken != "" {
			t.Errorf("the lease is held: %+v, %v", customer, err)
		}
	})
}
