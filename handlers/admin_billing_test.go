package handlers_test

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
	"github.com/prokken/prokken/models/payments"
)

// TestEmptyBillingDashboard: nobody has bought anything yet.
func TestEmptyBillingDashboard(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.admin()
		for path, part := range map[string]string{
			"/admin/billing": "Nobody has a plan yet", "/admin/billing/events": "No events yet",
			"/admin/billing/customers":     "Nobody has bought anything yet",
			"/admin/billing/customers?q=x": "No matching customers",
		} {
			if status, body, _ := s.ask("GET", path, nil); status != http.StatusOK || !strings.Contains(body, part) ||
				strings.Contains(body, "style=") {
				t.Errorf("%s: %d", path, status)
			}
		}
	})
}

// TestBillingDashboard: what to look at is there, with whom it is about.
func TestBillingDashboard(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.store()
		o.admin()
		late := o.customer("late@example.com", "cus_late")
		behind := o.customer("behind@example.com", "cus_behind")
		for _, err := range []error{
			payments.StoreSubscriptions(ctx, db, []payments.Subscription{{ID: "sub_late", CustomerID: late.ID, PlanID: "studio", Status: "past_due", Quantity: 1, Amount: 12000, Currency: "eur", Interval: "year", StartedAt: models.Now().AddDate(0, -1, 0), CurrentPeriodEnd: models.Now()}}),
			payments.CreateCheckout(ctx, db, &payments.Checkout{
				ID: models.NewID(), UserID: late.UserID, PlanID: "starter", Currency: "usd", Interval: "month",
				Quantity: 1, CreatedAt: models.Now().Add(-2 * time.Hour),
			}),
			payments.RaiseAlert(ctx, db, &payments.Alert{
				ID: models.NewID(), Kind: billing.AlertDispute, ObjectID: "dp_1", CustomerID: &o.ada.ID,
				Note: "A <b>dispute</b>.", CreatedAt: models.Now(),
			}),
			payments.RaiseAlert(ctx, db, &payments.Alert{
				ID: models.NewID(), Kind: "of the future", ObjectID: "x", Note: "About nobody.", CreatedAt: models.Now(),
			}),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		if _, err := payments.MarkDirty(ctx, db, behind.ID); err != nil {
			t.Fatal(err)
		}
		if _, err := payments.LeaseCustomer(ctx, db, behind.ID, "t", models.Now(), models.Now()); err != nil {
			t.Fatal(err)
		}
		if err := payments.FailSync(ctx, db, behind.ID, "t", "Stripe said <nothing>"); err != nil {
			t.Fatal(err)
		}
		body := o.shows(
			"/admin/billing",
			"Emulator: no real money",
			"$9",
			"€10",
			"Disputed payment",
			"A <b>dispute</b>.",
			"of the future",
			"late@example.com",
			"Payment is late",
			"Checkouts open for more than an hour",
			"1 update waiting, failed once",
			"Stripe said <nothing>",
			`role="img"`,
			"The numbers",
		)
		if strings.Contains(body, "style=") || strings.Contains(body, "<b>dispute") ||
			strings.Contains(body, "<nothing>") {
			t.Error("the page holds a style or what somebody typed")
		}
	})
}

// TestAlertIsDealtWith once, with a reason.
func TestAlertIsDealtWith(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		o, ctx := newBillingSite(t, db), context.Background()
		o.admin()
		alert := payments.Alert{
			ID:        models.NewID(),
			Kind:      billing.AlertDispute,
			ObjectID:  "dp_1",
			Note:      "x",
			CreatedAt: models.Now(),
		}
		if err := payments.RaiseAlert(ctx, db, &alert); err != nil {
			t.Fatal(err)
		}
		path := "/admin/billing/alerts/" + alert.ID.String() + "/resolve"
		if status, body, _ := o.press(path, url.Values{"reason": {"  "}}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(body, "Please say why") ||
			!strings.Contains(body, "<details class=\"act\" open>") {
			t.Errorf("without a reason: %d", status)
		}
		for range 2 {
			if status, body, _ := o.press(path, url.Values{"reason": {"Answered."}}); status != http.StatusOK ||
				!strings.Contains(body, "resolved") ||
				strings.Contains(body, "dp_1") {
				t.Errorf("%d", status)
			}
		}
		o.logs("alert_resolved dispute dp_1: Answered.")
		for _, id := range []string{"x", uuid.NewString()} {
			if status, _, _ := o.press("/admin/billing/alerts/"+id+"/resolve", url.Values{"reason": {"x"}}); status != http.StatusNotFound {
				t.Errorf("%s: %d", id, status)
			}
		}
	})
}
