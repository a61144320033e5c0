package billing_test

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/program"
)

// TestLostAnswer: whatever was done at Stripe, though nobody heard of it, is
// followed by the job that is left.
func TestLostAnswer(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		ctx, customer, bought := context.Background(), l.customer(), l.waitFor("active")
		charges, err := payments.ChargesBy(ctx, l.db, customer.ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		studio := billing.Selection{ID: "studio", Currency: "usd", Interval: "month", Quantity: 1}
		preview, err := l.service.Preview(ctx, l.user, studio)
		if err != nil {
			t.Fatal(err)
		}
		for _, act := range []struct {
			name string
			do   func() error
			done func(payments.Subscription) bool
		}{
			{
				"change", func() error { return l.service.Change(ctx, l.user, studio, preview.At) },
				func(s payments.Subscription) bool { return s.PlanID == "studio" },
			},
			{"cancel", func() error { return l.service.Cancel(ctx, l.user, "") }, func(s payments.Subscription) bool { return s.CancelAtPeriodEnd }},
			{"uncancel", func() error { return l.service.Uncancel(ctx, l.user) }, func(s payments.Subscription) bool { return !s.CancelAtPeriodEnd }},
			{"refund", func() error { return l.service.Refund(ctx, customer, charges[0].ID, 300, "press", begun) }, func(payments.Subscription) bool {
				all, err := payments.ChargesBy(ctx, l.db, customer.ID)
				return err == nil && slices.ContainsFunc(all, func(c payments.Charge) bool { return c.ID == charges[0].ID && c.AmountRefunded == 300 })
			}},
			{"extend", func() error {
				return l.service.Extend(ctx, customer, bought.ID, bought.CurrentPeriodEnd.Add(48*time.Hour), begun)
			}, func(s payments.Subscription) bool { return s.Status == "trialing" }},
			{
				"end", func() error { return l.service.CancelNow(ctx, customer, bought.ID, begun) },
				func(s payments.Subscription) bool { return s.Status == "canceled" },
			},
		} {
			l.loseAnswers()
			if err := act.do(); !errors.Is(err, billing.ErrUnavailable) {
				t.Errorf("%s: %v", act.name, err)
			}
			l.repairStripe()
			if err := l.work(ctx); err != nil {
				t.Fatal(err)
			}
			if all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID); err != nil || !act.done(all[0]) {
				t.Errorf("%s was not followed: %+v, %v", act.name, all, err)
			}
		}
	})
}

// TestRefundEndsThePlan at once, and access with it.
func TestRefundEndsThePlan(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		ctx, customer := context.Background(), l.customer()
		l.waitFor("active")
		charges, err := payments.ChargesBy(ctx, l.db, customer.ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		if err := l.service.Refund(ctx, customer, charges[0].ID, 0, "press", begun); err != nil {
			t.Fatal(err)
		}
		l.sync()
		all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID)
		ended := len(all) == 1 && all[0].Status == "canceled" && l.allowance(billing.Sites).Limit == 0
		if err != nil || ended != program.RefundEndsPlan {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// loseAnswers has everything done, and says of what changes something that it
// failed.
func (s *shop) loseAnswers() {
	s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet {
			s.stripe.ServeHTTP(w, r)
			return
		}
		s.stripe.ServeHTTP(unheardAnswer{}, r)
		http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusBadGateway)
	})
}

type unheardAnswer struct{}

func (unheardAnswer) Header() http.Header            { return http.Header{} }
func (unheardAnswer) Write(part []byte) (int, error) { return len(part), nil }
func (unheardAnswer) WriteHeader(int)                {}

// TestEndedMeanwhile: what our copy still offers has ended at Stripe. Nobody is told
// that we are broken, and the copy is new at once.
func TestEndedMeanwhile(t *testing.T) {
	studio, ctx := billing.Selection{
		ID:       "studio",
		Currency: "usd",
		Interval: "month",
		Quantity: 1,
	}, context.Background()
	for name, act := range map[string]func(l life) error{
		"cancel":   func(l life) error { return l.service.Cancel(ctx, l.user, "") },
		"uncancel": func(l life) error { return l.service.Uncancel(ctx, l.user) },
		"change":   func(l life) error { return l.service.Change(ctx, l.user, studio, l.stand.Now().Unix()) },
		"preview":  func(l life) error { _, err := l.service.Preview(ctx, l.user, studio); return err },
	} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				l.buyDeaf("starter")
				l.ask("DELETE", "subscriptions/"+l.waitFor("active").ID, nil)
				if err := act(l); !errors.Is(err, models.ErrConflict) || errors.Is(err, billing.ErrUnavailable) {
					t.Errorf("got %v", err)
				}
				if all, err := payments.SubscriptionsOf(ctx, l.db, l.user.ID); err != nil ||
					all[0].Status != "canceled" {
					t.Errorf("our copy is old: %+v, %v", all, err)
				}
			})
		})
	}
}
