package billing

import (
	"strings"
	"testing"

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
				{Status: tt.status, SubscriptionID: "sub_1", HostedURL: "https://pay", Currency: "usd", Total: 900, AmountDue: 900},
			},
			Ended: map[string]bool{"sub_1": tt.ended},
		}}
		err := invoiceList(v).Render(t.Context(), &page)
		if err != nil || strings.Contains(page.String(), ">Pay<") != tt.pays || !strings.Contains(page.String(), tt.says) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}
