package views

import (
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail"
)

// TestAlertMail leads to the alert and the customer.
func TestAlertMail(t *testing.T) {
	facts := map[string]string{"alert": billing.AlertDispute, "note": "The customer disputes $9.", "customer": "1"}
	message, err := WriteMail(
		t.Context(),
		Site{BaseURL: "https://prokken.com"},
		mail.Letter{Kind: mail.BillingAlert, Facts: facts},
		"",
	)
	if err != nil || !strings.Contains(message.Subject, "Disputed payment") {
		t.Errorf("%+v, %v", message, err)
	}
	for _, shows := range []string{"disputes $9.", "https://prokken.com/admin/billing#alerts", "https://prokken.com/admin/billing/customers/1"} {
		if !strings.Contains(message.Text, shows) {
			t.Errorf("it lacks %q: %s", shows, message.Text)
		}
	}
}
