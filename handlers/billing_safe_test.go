package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestBillingSaysThatMoneyIsSafe where the database is away after a payment, and looks
// again until it knows.
func TestBillingSaysThatMoneyIsSafe(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, _, hosted := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		session := hosted.Request.URL.Path[strings.LastIndex(hosted.Request.URL.Path, "/")+1:]
		for _, table := range []string{"sessions", "billing_customers", "checkouts"} {
			s.without(table, func() {
				status, page, res := s.ask("GET", "/billing/return?session_id="+session, nil)
				if status != http.StatusServiceUnavailable || !strings.Contains(page, "your money is safe") ||
					res.Header.Get("Refresh") == "" {
					t.Errorf("without %s: %d, again after %q", table, status, res.Header.Get("Refresh"))
				}
			})
		}
		if status, page, _ := s.ask("GET", "/billing/return?session_id="+session, nil); status != http.StatusOK {
			t.Errorf("afterwards: %d, %s", status, page)
		}
	})
}
