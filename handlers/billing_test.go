package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestBuying pays on the emulator's page and never comes back: the plan is there
// because of the signed webhook alone.
func TestBuying(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, page, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		hosted := res.Request.URL.Path
		if !strings.Contains(page, "Starter") || !strings.HasPrefix(hosted, "/dev/stripe/checkout/") {
			t.Fatalf("choosing a plan led to %s", hosted)
		}
		if _, _, again := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}}); again.Request.URL.Path != hosted {
			t.Errorf("a second click led to %s", again.Request.URL.Path)
		}
		card := url.Values{"number": {"4000000000000002"}, "expiry": {"12/40"}, "cvc": {"123"}, "name": {"Ada"}}
		if status, _, _ := s.ask("POST", hosted, card); status != http.StatusPaymentRequired {
			t.Errorf("declined: %d", status)
		}
		card.Set("number", "4242424242424242")
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		s.ask("POST", hosted, card)
		s.client.CheckRedirect = nil
		deadline := time.Now().Add(time.Minute)
		for {
			_, body, _ := s.ask("GET", "/account/billing", nil)
			if strings.Contains(body, "Starter") && strings.Contains(body, "On trial") {
				break
			}
			if time.Now().After(deadline) {
				t.Fatalf("the plan never came: %s", body)
			}
			time.Sleep(50 * time.Millisecond)
		}
		if _, _, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"studio"}}); res.Request.URL.Path != "/account/billing" {
			t.Errorf("a second plan led to %s", res.Request.URL.Path)
		}
		if status, _, _ := s.ask("POST", "/webhooks/stripe", url.Values{"x": {"y"}}, "Stripe-Signature", "t=1,v1=00"); status != http.StatusBadRequest {
			t.Errorf("a forged webhook: %d", status)
		}
	})
}
