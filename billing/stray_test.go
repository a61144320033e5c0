package billing_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// TestLostAnswerLeavesNoPage: where Stripe's answer was lost, there is one payment page
// after the next press, and not two.
func TestLostAnswerLeavesNoPage(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.breakStripe(func(w http.ResponseWriter, r *http.Request) {
			if !strings.HasSuffix(r.URL.Path, "/checkout/sessions") || r.Method != http.MethodPost {
				l.stripe.ServeHTTP(w, r)
				return
			}
			l.stripe.ServeHTTP(httptest.NewRecorder(), r) // done, and nobody hears of it
			http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusInternalServerError)
		})
		if _, err := l.service.Checkout(ctx, l.user, monthly("starter")); err == nil {
			t.Fatal("the answer was lost")
		}
		l.repairStripe()
		address := l.checkout("studio")
		var open []any
		for _, one := range l.ask("GET", "checkout/sessions", nil)["data"].([]any) {
			if page := one.(map[string]any); page["status"] == "open" {
				open = append(open, page["url"])
			}
		}
		if len(open) != 1 || open[0] != address {
			t.Errorf("the pages %v are open, want %s", open, address)
		}
	})
}
