package admin

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/views"
)

// TestLinksToStripe: ids lead to the dashboard where there is one, and the page
// says whether the money is real.
func TestLinksToStripe(t *testing.T) {
	for key, want := range map[string]string{"sk_live_x": "https://dashboard.stripe.com/", "sk_test_x": "https://dashboard.stripe.com/test/"} {
		s := billing.New(nil, billing.Settings{SecretKey: key})
		d := CustomerDetails{
			Customer: payments.Customer{StripeID: "cus_1"}, Mode: s.Mode(), Names: s.Names(),
			Charges:       []payments.Charge{{ID: "ch_1", Status: "succeeded", Currency: "usd", Amount: 100}},
			Subscriptions: []payments.Subscription{{ID: "sub_1", Status: "active", Currency: "usd"}},
			Invoices:      []payments.Invoice{{ID: "in_1", Currency: "usd"}}, Gifts: Gifts{Names: s.Names()},
		}
		var page strings.Builder
		if err := CustomerPage(views.Page{}, d).Render(t.Context(), &page); err != nil {
			t.Fatal(err)
		}
		for _, path := range []string{"customers/cus_1", "subscriptions/sub_1", "payments/ch_1", "invoices/in_1"} {
			if !strings.Contains(page.String(), `href="`+want+path+`"`) {
				t.Errorf("%s: no link to %s", key, path)
			}
		}
		if !strings.Contains(page.String(), modeWords(s.Mode())) {
			t.Errorf("%s: the page does not say what it is", key)
		}
	}
}

// TestScheduledChangeOfACustomer is told where a plan has one.
func TestScheduledChangeOfACustomer(t *testing.T) {
	day := time.Date(2027, 1, 10, 0, 0, 0, 0, time.UTC)
	for name, next := range map[string]payments.NextPlan{
		"none":         {},
		"a plan":       {At: &day, PlanID: "starter", Amount: 900, Interval: "month", Quantity: 1},
		"none of ours": {At: &day, Amount: 700, Interval: "month", Quantity: 1},
	} {
		var page strings.Builder
		v := CustomerDetails{
			Subscriptions: []payments.Subscription{
				{ID: "sub_1", PlanID: "studio", Status: "active", Currency: "usd", Interval: "month", Next: next},
			},
		}
		if err := customerSubscriptions(views.Site{}, v).Render(t.Context(), &page); err != nil ||
			strings.Contains(page.String(), "<span>changes ") != (next.At != nil) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}
