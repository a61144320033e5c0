package views

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
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
		v := Billing{Account: billing.Account{Subscription: &models.Subscription{Status: tt.status, PaymentURL: tt.pay, Amount: 900, Currency: "usd", Interval: "month"}}}
		v.Customer.Details.HasMethod = tt.hasMethod
		if err := billingBanner(v.banner()).Render(t.Context(), &page); err != nil || !strings.Contains(page.String(), tt.want) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}

// TestAlertMail leads to the alert and the customer.
func TestAlertMail(t *testing.T) {
	facts := map[string]string{"alert": billing.AlertDispute, "note": "The customer disputes $9.", "customer": "1"}
	message, err := WriteMail(t.Context(), Site{BaseURL: "https://prokken.com"}, mail.Letter{Kind: mail.BillingAlert, Facts: facts}, "")
	if err != nil || !strings.Contains(message.Subject, "Disputed payment") {
		t.Errorf("%+v, %v", message, err)
	}
	for _, shows := range []string{"disputes $9.", "https://prokken.com/admin/billing#alerts", "https://prokken.com/admin/billing/customers/1"} {
		if !strings.Contains(message.Text, shows) {
			t.Errorf("it lacks %q: %s", shows, message.Text)
		}
	}
}
