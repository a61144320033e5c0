package billing_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

func TestInvoices(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.buyDeaf("starter")
		s.twice(s.service.EndPlans)
		s.buyDeaf("studio")
		all, err := s.service.Invoices(ctx, s.user.ID)
		if err != nil || len(all) != 2 {
			t.Fatalf("%+v, %v", all, err)
		}
		seen := map[string]bool{}
		for _, one := range all {
			amount := one.AmountPaid
			if one.ID == "" || one.Status != "paid" || one.AmountDue != amount || one.Currency != "usd" || time.Since(one.Created) > time.Hour {
				t.Errorf("%+v", one)
			}
			if len(one.Lines) != 1 || one.Lines[0].Amount != amount || one.Lines[0].Quantity != 1 {
				t.Errorf("lines %+v", one.Lines)
			}
			seen[fmt.Sprintf("%s %d %s", one.Number[len(one.Number)-4:], amount, one.Lines[0].Description)] = true
		}
		if !seen["0001 900 1 × Starter (at $9.00 / month)"] || !seen["0002 2900 1 × Studio (at $29.00 / month)"] {
			t.Errorf("%v", seen)
		}
		eve := s.newUser("eve@example.com")
		if others, err := s.service.Invoices(ctx, eve.ID); err != nil || others == nil || len(others) != 0 {
			t.Errorf("of another user: %+v, %v", others, err)
		}
	})
}

func TestInvoiceInAnExport(t *testing.T) {
	one := billing.Invoice{
		ID: "in_1", Number: "A-0001", Status: "paid", AmountDue: 900, AmountPaid: 900, Currency: "usd", Created: time.Unix(0, 0).UTC(),
		Lines: []billing.InvoiceLine{{Description: "1 × Starter", Quantity: 1, Amount: 900}},
	}
	text, err := json.Marshal(one)
	want := `{"id":"in_1","number":"A-0001","status":"paid","amount_due":900,"amount_paid":900,"currency":"usd","created":"1970-01-01T00:00:00Z",` +
		`"hosted_invoice_url":"","lines":[{"description":"1 × Starter","quantity":1,"amount":900}]}`
	if err != nil || string(text) != want {
		t.Errorf("%s, %v", text, err)
	}
}

// TestManyInvoices: what Stripe gives page by page is all there.
func TestManyInvoices(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := newShop(t, db)
		s.checkout("starter")
		s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			next := map[string]string{"": "in_1", "in_1": "in_2", "in_2": "in_3"}[r.FormValue("starting_after")]
			fmt.Fprintf(w, `{"object":"list","has_more":%v,"data":[{"id":%q,"object":"invoice","status":"draft"}]}`, next != "in_3", next)
		})
		all, err := s.service.Invoices(context.Background(), s.user.ID)
		if err != nil || len(all) != 3 || all[0].ID != "in_1" || all[2].ID != "in_3" || all[2].Lines == nil {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

func TestStripeIsUnavailableForInvoices(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		t.Parallel()
		s, ctx := newShop(t, db), context.Background()
		s.buyDeaf("starter")
		s.breakStripe(dropsTheLine)
		if all, err := s.service.Invoices(ctx, s.user.ID); all != nil || !errors.Is(err, billing.ErrUnavailable) {
			t.Errorf("%+v, %v", all, err)
		}
	})
}

// TestInvoicesOfACustomerThatStripeForgot: whoever bought nothing has none.
func TestInvoicesOfACustomerThatStripeForgot(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s, ctx := newShop(t, db), context.Background()
		s.checkout("starter")
		s.breakStripe(answers(http.StatusBadRequest, `{"error":{"type":"invalid_request_error","code":"resource_missing","param":"customer"}}`))
		if all, err := s.service.Invoices(ctx, s.user.ID); err != nil || all == nil || len(all) != 0 {
			t.Errorf("%+v, %v", all, err)
		}
		s.repairStripe()
		s.buyDeaf("starter")
		s.twice(s.service.EndPlans)
		s.breakStripe(answers(http.StatusBadRequest, `{"error":{"type":"invalid_request_error","code":"resource_missing","param":"customer"}}`))
		if all, err := s.service.Invoices(ctx, s.user.ID); err == nil || !strings.Contains(err.Error(), "cus_") {
			t.Errorf("%+v, %v", all, err)
		}
	})
}
