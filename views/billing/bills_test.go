package billing

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
)

// TestBillsThatCanBePaid: not those of a plan that ended, which say so.
func TestBillsThatCanBePaid(t *testing.T) {
	for name, tt := range map[string]struct {
		status string
		ended  bool
		pays   bool
		says   string
	}{
		"of a plan that goes on":   {"open", false, true, "To be paid"},
		"of a plan that ended":     {"open", true, false, "You are not charged for it any more"},
		"a draft of one":           {"draft", true, false, "Not collected"},
		"paid, of one that ended":  {"paid", true, false, "Paid"},
		"of what was never billed": {"draft", false, false, "In preparation"},
	} {
		var page strings.Builder
		v := Billing{Account: billing.Account{
			Invoices: []payments.Invoice{
				{
					Status:         tt.status,
					SubscriptionID: "sub_1",
					HostedURL:      "https://pay",
					Currency:       "usd",
					Total:          900,
					AmountDue:      900,
				},
			},
			Ended: map[string]bool{"sub_1": tt.ended},
		}}
		err := invoiceList(v).Render(t.Context(), &page)
		if err != nil || strings.Contains(page.String(), ">Pay<") != tt.pays ||
			!strings.Contains(page.String(), tt.says) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}

// TestNextPayment is told where discounts make it another than the price.
func TestNextPayment(t *testing.T) {
	ended := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		discounts payments.Discounts
		want      string
	}{
		"none":      {nil, ""},
		"a half":    {payments.Discounts{{Share: 5000}}, "The next payment is $4.50, before taxes."},
		"two":       {payments.Discounts{{Share: 5000}, {Amount: 100}}, "The next payment is $3.50, before taxes."},
		"all":       {payments.Discounts{{Share: 10000}}, "The next payment is nothing."},
		"more":      {payments.Discounts{{Amount: 5000}}, "The next payment is nothing."},
		"over then": {payments.Discounts{{Share: 5000, EndsAt: &ended}}, "The next payment is $9, before taxes."},
	} {
		v := Billing{Account: billing.Account{Subscription: &payments.Subscription{
			Status: "active", Amount: 900, Currency: "usd", Interval: "month", CurrentPeriodEnd: ended, Discounts: tt.discounts,
		}}}
		if got := v.nextPayment(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
