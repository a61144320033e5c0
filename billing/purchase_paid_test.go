package billing_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
)

// TestDaysRunFromThePayment: whoever's bank takes its time loses no days, whether
// an invoice tells of it or not.
func TestDaysRunFromThePayment(t *testing.T) {
	for name, hides := range map[string]bool{"by its invoice": false, "by what was seen": true} {
		t.Run(name, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				if hides {
					l.hideInvoices()
				}
				session := l.debitAudits()
				l.pass(6 * aDay) // the bank takes five
				if bought := l.purchase(session); bought.PaidAt == nil || bought.PaidAt.Sub(bought.BoughtAt) < 5*aDay {
					t.Fatalf("%+v", bought)
				}
				l.pass(26 * aDay)
				if got := l.allowance(billing.Audits).Limit; got != 100 {
					t.Errorf("within its days: %d audits", got)
				}
				l.pass(5 * aDay)
				if got := l.allowance(billing.Audits).Limit; got != 0 {
					t.Errorf("after its days: %d audits", got)
				}
			})
		})
	}
}

// hideInvoices has Stripe list none.
func (s *shop) hideInvoices() {
	s.breakStripe(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, "/invoices") {
			_, _ = w.Write([]byte(`{"object":"list","data":[]}`))
			return
		}
		s.stripe.ServeHTTP(w, r)
	})
}
