package billing_test

import (
	"context"
	"slices"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// begun is for acts that need no entry in an activity log here.
func begun(context.Context, string) error { return nil }

// TestPortal leads to Stripe's own page, by way of each flow that we use.
func TestPortal(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.buyDeaf("starter")
		for _, flow := range []string{billing.PortalHome, billing.PortalCard} {
			if address, err := s.service.Portal(context.Background(), s.user, flow, "/billing"); err != nil || address == "" {
				t.Errorf("%q: %q, %v", flow, address, err)
			}
		}
	})
}

// TestAdminActs: what an admin does happens at Stripe, and shows here at once.
func TestAdminActs(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		bought := s.buyDeaf("starter")
		customer, err := payments.CustomerOf(ctx, db, s.user.ID)
		if err != nil {
			t.Fatal(err)
		}
		charges, err := payments.ChargesBy(ctx, db, customer.ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		for _, attempt := range []string{"first", "first", "second"} {
			if err := s.service.Refund(ctx, customer, charges[0].ID, 300, attempt, begun); err != nil {
				t.Errorf("%s: %v", attempt, err)
			}
		}
		if charges, err = payments.ChargesBy(ctx, db, customer.ID); err != nil || charges[0].AmountRefunded != 600 {
			t.Errorf("%+v, %v", charges, err)
		}
		until := bought.CurrentPeriodEnd.Add(48 * time.Hour)
		if err := s.service.Extend(ctx, customer, bought.ID, until, begun); err != nil {
			t.Error(err)
		}
		if now := s.waitFor("trialing"); !now.CurrentPeriodEnd.Equal(until) {
			t.Errorf("extended: %+v", now)
		}
		if err := s.service.CancelNow(ctx, customer, bought.ID, begun); err != nil {
			t.Error(err)
		}
		if found, err := s.service.SyncNow(ctx, customer); err != nil || len(found) != 0 {
			t.Errorf("%+v, %v", found, err)
		}
		if _, has, err := s.service.Current(ctx, s.user.ID); has || err != nil {
			t.Errorf("cancelled: %v, %v", has, err)
		}
	})
}

// TestTaxAndTermsAreAskedFor on the hosted page, of a plan and of a product.
func TestTaxAndTermsAreAskedFor(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.settings.Tax, s.settings.TermsConsent = true, true
		s.service = billing.New(db, s.settings)
		for _, selection := range []billing.Selection{monthly("tried"), {ID: "audits", Currency: "usd", Quantity: 2}} {
			if _, err := s.service.Checkout(ctx, s.user, selection); err != nil {
				t.Fatal(err)
			}
			open, err := payments.OpenCheckout(ctx, db, s.user.ID)
			if err != nil {
				t.Fatal(err)
			}
			page := s.ask("GET", "checkout/sessions/"+*open.SessionID, nil)
			consent, _ := page["consent_collection"].(map[string]any)
			tax, _ := page["automatic_tax"].(map[string]any)
			if consent["terms_of_service"] != "required" || tax["enabled"] != true {
				t.Errorf("%+v: %v, %v", selection, consent, tax)
			}
		}
	})
}

// TestDisputeIsFetched with the list of disputes of its charge.
func TestDisputeIsFetched(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.sync()
		charges, err := payments.ChargesBy(context.Background(), l.db, l.customer().ID)
		if err != nil || len(charges) != 1 {
			t.Fatalf("%+v, %v", charges, err)
		}
		if _, err := l.stand.Dispute(charges[0].ID, ""); err != nil {
			t.Fatal(err)
		}
		l.sync()
		if charges, err = payments.ChargesBy(context.Background(), l.db, l.customer().ID); err != nil ||
			charges[0].DisputeStatus != "needs_response" {
			t.Errorf("%+v, %v", charges, err)
		}
	})
}

// everyOperation is all that our client ever asks of Stripe.
var everyOperation = []string{
	"DELETE /v1/customers/{id}", "DELETE /v1/subscriptions/{id}", "GET /v1/charges", "GET /v1/checkout/sessions", "GET /v1/checkout/sessions/{id}",
	"GET /v1/customers/{id}", "GET /v1/disputes",
	"GET /v1/invoices", "GET /v1/prices", "GET /v1/prices/{id}", "GET /v1/products", "GET /v1/products/{id}",
	"GET /v1/subscription_schedules", "GET /v1/subscriptions", "POST /v1/billing_portal/sessions",
	"POST /v1/checkout/sessions", "POST /v1/checkout/sessions/{id}/expire", "POST /v1/customers",
	"POST /v1/invoices/create_preview", "POST /v1/prices",
	"POST /v1/prices/{id}", "POST /v1/products", "POST /v1/products/{id}", "POST /v1/refunds",
	"POST /v1/subscription_schedules",
	"POST /v1/subscription_schedules/{id}", "POST /v1/subscription_schedules/{id}/release", "POST /v1/subscriptions/{id}",
}

// unheard are the operations that no test so far has asked for.
func unheard() []string {
	calls.Lock()
	defer calls.Unlock()
	missing := slices.Clone(everyOperation)
	for _, one := range calls.made {
		missing = slices.DeleteFunc(missing, func(name string) bool { return name == one.operation() })
	}
	return missing
}
