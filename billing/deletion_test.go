package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// plansOf are what is done to all plans of a user.
func plansOf(s *billing.Service) map[string]func(context.Context, uuid.UUID) error {
	return map[string]func(context.Context, uuid.UUID) error{
		"cancel":   s.CancelPlans,
		"uncancel": s.UncancelPlans,
		"end":      s.EndPlans,
	}
}

// twice does it again, as a job that is retried.
func (s *shop) twice(do func(context.Context, uuid.UUID) error) {
	s.t.Helper()
	for range 2 {
		if err := do(context.Background(), s.user.ID); err != nil {
			s.t.Fatal(err)
		}
	}
}

// wantPlan compares a subscription here and at Stripe.
func (s *shop) wantPlan(id, status string, cancelling bool, mark any) {
	s.t.Helper()
	all, err := payments.SubscriptionsOf(context.Background(), s.db, s.user.ID)
	if err != nil || len(all) != 1 || all[0].ID != id || all[0].Status != status ||
		all[0].CancelAtPeriodEnd != cancelling {
		s.t.Errorf("our copy: %+v, %v", all, err)
	}
	there := s.ask(http.MethodGet, "subscriptions/"+id, nil)
	metadata, _ := there["metadata"].(map[string]any)
	if there["status"] != status || there["cancel_at_period_end"] != cancelling ||
		metadata["prokken_deletion"] != mark ||
		metadata["prokken"] != "starter" {
		s.t.Errorf("at Stripe: %v", there)
	}
}

func TestPlansAreCancelledAndKept(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		bought := s.buyDeaf("starter")
		for range 2 { // they may change their mind again
			s.twice(s.service.CancelPlans)
			s.wantPlan(bought.ID, "active", program.DeletionCancelsPlan, "asked")
			s.twice(s.service.UncancelPlans)
			s.wantPlan(bought.ID, "active", false, nil)
		}
	})
}

func TestPlanThatWasCancellingStaysSo(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		bought := s.buyDeaf("starter")
		s.ask(http.MethodPost, "subscriptions/"+bought.ID, url.Values{"cancel_at_period_end": {"true"}})
		s.twice(s.service.CancelPlans)
		s.wantPlan(bought.ID, "active", true, nil)
		s.twice(s.service.UncancelPlans)
		s.wantPlan(bought.ID, "active", true, nil)
	})
}

// TestPlansThatCannotBeCancelled: the emulator makes none of these, Stripe does.
func TestPlansThatCannotBeCancelled(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.checkout("starter")
		s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodGet {
				t.Errorf("%s %s", r.Method, r.URL)
			}
			const rest = `"current_period_end":1999999999,"items":{"data":[{"id":"si_1","price":{"id":"price_1"},"quantity":1}]}`
			_, _ = w.Write([]byte(`{"object":"list","data":[{"id":"sub_1","status":"incomplete",` + rest + `},
				{"id":"sub_2","status":"incomplete_expired",` + rest + `},
				{"id":"sub_3","status":"active","cancel_at":2999999999,` + rest + `}]}`))
		})
		s.twice(s.service.CancelPlans)
		s.twice(s.service.UncancelPlans)
	})
}

func TestPlansEndNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		bought := s.buyDeaf("starter")
		s.twice(s.service.CancelPlans)
		s.twice(s.service.EndPlans)
		s.wantPlan(bought.ID, "canceled", false, "asked")
		if _, has, err := s.service.Current(context.Background(), s.user.ID); has || err != nil {
			t.Errorf("has %v, %v", has, err)
		}
		s.twice(s.service.CancelPlans) // what ended stays as it is
		s.twice(s.service.UncancelPlans)
		s.wantPlan(bought.ID, "canceled", false, "asked")
	})
}

// TestPlansEndAmongWebhooks ends from many sides at once: some find that Stripe
// knows no such subscription any more.
func TestPlansEndAmongWebhooks(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		bought := s.buy("starter")
		var jobs sync.WaitGroup
		for range 5 {
			jobs.Go(func() {
				if err := s.service.EndPlans(ctx, s.user.ID); err != nil {
					t.Error(err)
				}
			})
		}
		jobs.Wait()
		if err := errors.Join(s.work(ctx), s.follow(bought.CustomerID)); err != nil {
			t.Fatal(err)
		}
		s.wantPlan(bought.ID, "canceled", false, nil)
	})
}

func TestEndExpiresTheOpenPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.deafen()
		address := s.checkout("starter")
		s.twice(s.service.EndPlans)
		s.noneOpen()
		if status, _, _ := s.pay(address, goodCard); status != http.StatusGone {
			t.Errorf("paying was answered with %d", status)
		}
	})
}

// TestEndFindsWhatWasPaidJustNow: our copy does not know of it yet.
func TestEndFindsWhatWasPaidJustNow(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.deafen()
		s.pay(s.checkout("starter"), goodCard)
		s.twice(s.service.EndPlans)
		s.noneOpen()
		all, err := payments.SubscriptionsOf(ctx, db, s.user.ID)
		if err != nil || len(all) != 1 || all[0].Status != "canceled" {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestPlanOfAnotherUserStays(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		bought, ada := s.buyDeaf("starter"), s.user
		s.user = s.newUser("eve@example.com")
		s.checkout("studio")
		s.twice(s.service.CancelPlans)
		s.twice(s.service.EndPlans)
		s.user = ada
		s.wantPlan(bought.ID, "active", false, nil)
	})
}

func TestPlansOfWhoeverBoughtNothing(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.breakStripe(answers(http.StatusInternalServerError, "")) // it is not asked
		for _, do := range plansOf(s.service) {
			s.twice(do)
		}
	})
}

func TestStripeIsUnavailableForPlans(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s, ctx := newShop(t, db), context.Background()
		bought := s.buyDeaf("starter")
		s.ask(http.MethodPost, "subscriptions/"+bought.ID, url.Values{"metadata[prokken_deletion]": {"asked"}})
		s.breakStripe(answers(http.StatusServiceUnavailable, `{"error":{"type":"api_error"}}`))
		for name, do := range plansOf(s.service) {
			if err := do(ctx, s.user.ID); !errors.Is(err, billing.ErrUnavailable) {
				t.Errorf("%s: %v", name, err)
			}
		}
		s.failAt("/dev/stripe/v1/subscriptions/" + bought.ID)
		for name, do := range plansOf(s.service) {
			if err := do(ctx, s.user.ID); !errors.Is(err, billing.ErrUnavailable) {
				t.Errorf("%s, at the last step: %v", name, err)
			}
		}
		s.repairStripe()
		s.wantPlan(bought.ID, "active", false, "asked")
		s.twice(s.service.EndPlans)
		s.wantPlan(bought.ID, "canceled", false, "asked")
	})
}

// TestPlansOfACustomerThatStripeForgot: only where money may flow it matters.
func TestPlansOfACustomerThatStripeForgot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		lost := payments.Customer{ID: models.NewID(), UserID: s.user.ID, StripeID: "cus_of_another_time"}
		if _, err := payments.EnsureCustomer(ctx, db, &lost); err != nil {
			t.Fatal(err)
		}
		for _, do := range plansOf(s.service) {
			s.twice(do)
		}
		if err := payments.StoreSubscriptions(ctx, db, []payments.Subscription{{ID: "sub_1", CustomerID: lost.ID, Status: "active"}}); err != nil {
			t.Fatal(err)
		}
		for name, do := range plansOf(s.service) {
			if err := do(ctx, s.user.ID); err == nil || !strings.Contains(err.Error(), "cus_of_another_time") {
				t.Errorf("%s: %v", name, err)
			}
		}
	})
}
