package billing_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// TestArchivedInTheDashboard: what is missing is made again.
func TestArchivedInTheDashboard(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		for _, archived := range []string{"products/prokken_starter", "products/prokken_studio", "prices/" + l.plan().PriceID} {
			if strings.HasSuffix(archived, "studio") {
				l.syncCatalog()
			}
			l.ask("POST", archived, url.Values{"active": {"false"}})
		}
		if _, err := l.service.Preview(context.Background(), l.user, monthly("studio")); err != nil {
			t.Errorf("a preview: %v", err)
		}
		l.user = l.newUser("grace@example.com")
		if address := l.checkout("starter"); address == "" {
			t.Error("no payment page")
		}
	})
}

// TestOneCurrency: the first plan settles it, and no other is tried at Stripe.
func TestOneCurrency(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		euros := plans[0]
		euros.Prices = append(both(900), config.Price{Currency: "eur", Interval: "month", Amount: 900})
		l.settings.Plans = []config.Plan{euros}
		l.deafen()
		l.buyDeaf("starter")
		if err := l.service.EndPlans(context.Background(), l.user.ID); err != nil {
			t.Fatal(err)
		}
		selection := monthly("starter")
		selection.Currency = "eur"
		var invalid validation.Errors
		l.breakStripe(func(_ http.ResponseWriter, r *http.Request) { t.Errorf("Stripe is asked: %s", r.URL) })
		if _, err := l.service.Checkout(context.Background(), l.user, selection); !errors.As(err, &invalid) ||
			invalid["currency"] == "" {
			t.Errorf("got %v", err)
		}
		l.repairStripe()
		if settled, err := l.service.Currency(context.Background(), l.user.ID); settled != "usd" || err != nil {
			t.Errorf("settled: %q, %v", settled, err)
		}
		// Where our copy does not know it yet, Stripe's own words are explained.
		customer := l.customer()
		if err := l.db.Writer.Exec("UPDATE billing_customers SET details = '{}' WHERE id = ?", customer.ID).Error; err != nil {
			t.Fatal(err)
		}
		invalid = nil
		if _, err := l.service.Checkout(context.Background(), l.user, selection); !errors.As(err, &invalid) ||
			invalid["currency"] == "" {
			t.Errorf("got %v", err)
		}
	})
}

// TestStripeRefusesToSell: whatever is wrong with the account, the buyer reads a sentence,
// and an admin what to do, once.
func TestStripeRefusesToSell(t *testing.T) {
	for _, tt := range []struct{ path, answer, advice string }{
		{
			"/checkout/sessions",
			`{"error":{"type":"invalid_request_error","code":"stripe_tax_inactive","message":"Stripe Tax has not been activated on your account."}}`,
			"billing.tax",
		},
		{
			"/checkout/sessions",
			`{"error":{"type":"invalid_request_error","param":"consent_collection[terms_of_service]","message":"You cannot collect consent to your terms of service unless a URL is set."}}`,
			"billing.terms_consent",
		},
		{
			"/products",
			`{"error":{"type":"invalid_request_error","code":"testmode_charges_only","message":"Your account has not been activated."}}`,
			"activate",
		},
		{"/prices", `{"error":{"type":"invalid_request_error","message":"No."}}`, "dashboard"},
	} {
		lives(t, func(t *testing.T, l life) {
			l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
				if r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, tt.path) {
					answers(http.StatusBadRequest, tt.answer)(w, r)
					return
				}
				l.stripe.ServeHTTP(w, r)
			})
			for range 2 {
				if _, err := l.service.Checkout(context.Background(), l.user, monthly("starter")); !errors.Is(
					err,
					billing.ErrNotSold,
				) {
					t.Errorf("%s: %v", tt.path, err)
				}
			}
			open, err := payments.OpenAlerts(context.Background(), l.db, 10)
			if err != nil || len(open) != 1 || !strings.Contains(open[0].Note, tt.advice) {
				t.Errorf("%s: the alerts are %+v, %v", tt.path, open, err)
			}
		})
	}
}
