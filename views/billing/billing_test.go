package billing

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/views"
)

// TestBanners: each leads to what mends it.
func TestBanners(t *testing.T) {
	for name, tt := range map[string]struct {
		status, pay string
		hasMethod   bool
		want        string
	}{
		"paused without a card": {"paused", "", false, `name="flow" value="payment_method_update"`},
		"paused with a card":    {"paused", "", true, `action="/account/billing/start"><button class="button" type="submit">Start the plan again`},
		"paused and billed":     {"paused", "https://pay", true, `href="https://pay">Pay now`},
		"unpaid":                {"unpaid", "https://old", true, `action="/account/billing/pay"><button class="button" type="submit">Pay now`},
		"past due":              {"past_due", "https://pay", true, `href="https://pay">Pay now`},
	} {
		var page strings.Builder
		v := Billing{
			Account: billing.Account{
				Subscription: &payments.Subscription{
					Status:     tt.status,
					PaymentURL: tt.pay,
					Amount:     900,
					Currency:   "usd",
					Interval:   "month",
				},
			},
		}
		v.Customer.Details.HasMethod = tt.hasMethod
		if err := billingBanner(v.banner(views.Site{})).Render(t.Context(), &page); err != nil ||
			!strings.Contains(page.String(), tt.want) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}

// TestScheduledChange names what comes, and lets one keep what one has; of what is
// none of ours it tells the day alone.
func TestScheduledChange(t *testing.T) {
	day := time.Date(2027, 1, 10, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		next     payments.NextPlan
		quantity int64
		says     string
		keeps    string
	}{
		"none":         {payments.NextPlan{}, 1, "", ""},
		"a plan":       {payments.NextPlan{At: &day, PlanID: "starter", Amount: 900, Interval: "month", Quantity: 1}, 1, "Changes to <strong>starter ($9 a month)</strong> on", "Keep Studio"},
		"fewer seats":  {payments.NextPlan{At: &day, PlanID: "studio", Amount: 2900, Interval: "month", Quantity: 1}, 3, "<strong>studio ($29 a month for 1)</strong>", "Keep my current plan"},
		"none of ours": {payments.NextPlan{At: &day, Amount: 700, Interval: "month", Quantity: 1}, 1, "Your plan changes on", ""},
	} {
		sub := payments.Subscription{
			ID:       "sub_1",
			PlanID:   "studio",
			Status:   "active",
			Quantity: tt.quantity,
			Amount:   2900,
			Currency: "usd",
			Interval: "month",
			Next:     tt.next,
		}
		var own strings.Builder
		err := scheduledChange(
			views.Site{}, Billing{Account: billing.Account{Subscription: &sub}, Plan: "Studio"},
		).Render(
			t.Context(),
			&own,
		)
		if err != nil || !strings.Contains(own.String(), tt.says) || !strings.Contains(own.String(), tt.keeps) ||
			strings.Contains(own.String(), "<button") != (tt.keeps != "") {
			t.Errorf("%s: %s, %v", name, own.String(), err)
		}
		sub.CurrentPeriodEnd = day
		words, _ := Billing{Account: billing.Account{Subscription: &sub}}.Period()
		if (words == "Renews on") != (tt.next.At == nil) {
			t.Errorf("%s: %s", name, words)
		}
	}
}

// TestRefusedTrial: who paid with a card that had a trial reads why there is no plan.
func TestRefusedTrial(t *testing.T) {
	for refused, want := range map[bool]string{true: "already", false: "has ended. Everything you stored"} {
		var page strings.Builder
		v := Billing{Account: billing.Account{Past: &payments.Subscription{}, TrialRefused: refused}, Plan: "Starter"}
		if err := BillingPage(views.Page{}, v).Render(t.Context(), &page); err != nil || !strings.Contains(page.String(), want) {
			t.Errorf("refused %t: %v", refused, err)
		}
	}
}
