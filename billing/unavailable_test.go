package billing_test

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

func answers(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = w.Write([]byte(body))
	}
}

// hangs never answers: only who has a limit of their own gets away.
func hangs(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }

func dropsTheLine(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func TestStripeIsUnavailable(t *testing.T) {
	faults := map[string]http.HandlerFunc{
		"failing":         answers(http.StatusInternalServerError, `{"error":{"type":"api_error","message":"oh"}}`),
		"failing in HTML": answers(http.StatusBadGateway, "<html>"),
		"too busy": answers(
			http.StatusTooManyRequests,
			`{"error":{"type":"invalid_request_error","code":"rate_limit"}}`,
		),
		"out of its mind": answers(http.StatusOK, "<html>"),
		"refusing our key": answers(
			http.StatusUnauthorized,
			`{"error":{"type":"invalid_request_error","message":"Invalid API Key provided"}}`,
		),
		"slow":        hangs,
		"slow in sum": hangs,
		"dropping":    dropsTheLine,
	}
	limits := map[string]stripeapi.Limits{
		"slow":        {Call: 20 * time.Millisecond, Page: time.Hour},
		"slow in sum": {Call: time.Hour, Page: 20 * time.Millisecond},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			modelstest.Each(t, func(t *testing.T, db *models.DB) {
				t.Parallel()
				s, ctx := newShop(t, db), context.Background()
				s.breakStripe(fault)
				impatient := s.settings
				if limit, isSlow := limits[name]; isSlow {
					impatient.Limits = limit
				}
				if _, err := billing.New(db, impatient).Checkout(ctx, s.user, monthly("starter")); !errors.Is(
					err,
					billing.ErrUnavailable,
				) {
					t.Errorf("got %v", err)
				}
				s.noneOpen()
				if _, err := payments.CustomerOf(ctx, db, s.user.ID); !errors.Is(err, models.ErrNotFound) {
					t.Errorf("a customer was stored: %v", err)
				}
				s.repairStripe()
				s.buy("starter")
			})
		})
	}
}

// TestStripeFailsAtTheLastStep: the attempt is given up, for Stripe would
// repeat its failure to the same idempotency key.
func TestStripeFailsAtTheLastStep(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s := newShop(t, db)
		s.checkout("starter")
		first, err := payments.OpenCheckout(context.Background(), db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		if err := payments.CloseCheckout(context.Background(), db, first.ID, payments.CheckoutExpired); err != nil {
			t.Fatal(err)
		}
		s.failAt("/dev/stripe/v1/checkout/sessions")
		if _, err := s.service.Checkout(context.Background(), s.user, monthly("starter")); !errors.Is(
			err,
			billing.ErrUnavailable,
		) {
			t.Errorf("got %v", err)
		}
		s.noneOpen()
		s.repairStripe()
		s.buy("starter")
	})
}

func TestStripeIsUnavailableOnReturn(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s, ctx := newShop(t, db), context.Background()
		s.deafen()
		_, _, next := s.pay(s.checkout("starter"), goodCard)
		session := next.Query().Get("session_id")
		s.breakStripe(answers(http.StatusServiceUnavailable, `{"error":{"type":"api_error"}}`))
		if done, err := s.service.Return(ctx, s.user, session); done || !errors.Is(err, billing.ErrUnavailable) {
			t.Errorf("done %v, %v", done, err)
		}
		s.repairStripe()
		if err := s.work(ctx); err != nil { // the job that Return left
			t.Fatal(err)
		}
		s.waitFor("active")
		if done, err := s.service.Return(ctx, s.user, session); !done || err != nil {
			t.Errorf("done %v, %v", done, err)
		}
	})
}
