package handlers_test

import (
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestWaiting: the first look asks Stripe, the next ones ask seldom, and it ends.
func TestWaiting(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, _, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		session := res.Request.URL.Path[strings.LastIndex(res.Request.URL.Path, "/")+1:]
		path, seconds := "/billing/return?session_id="+session, 0
		for look := range 13 {
			before := s.asked.Load()
			_, page, res := s.ask("GET", path, nil)
			if asked := s.asked.Load() > before; asked != (look == 0) || !strings.Contains(page, "being processed") {
				t.Errorf("look %d asks Stripe: %v", look, asked)
			}
			wait := 0
			if _, err := fmt.Sscanf(res.Header.Get("Refresh"), "%d; url=%s", &wait, &path); err != nil {
				t.Fatalf("look %d: %q, %v", look, res.Header.Get("Refresh"), err)
			}
			seconds += wait
		}
		if seconds < 240 || seconds > 400 {
			t.Errorf("it waits for %d seconds in all", seconds)
		}
		if _, page, res := s.ask("GET", path, nil); !strings.Contains(page, "is taking a while") ||
			res.Header.Get("Refresh") != "" {
			t.Error("it never ends")
		}
		before := s.asked.Load()
		if _, err := db.Pool().Exec("UPDATE billing_customers SET synced_at = NULL"); err != nil {
			t.Fatal(err)
		}
		if s.ask("GET", "/billing/return?session_id="+session+"&look=4", nil); s.asked.Load() != before {
			t.Error("a quick look asks Stripe")
		}
		if s.ask("GET", "/billing/return?session_id="+session+"&look=9", nil); s.asked.Load() == before {
			t.Error("Stripe is not asked again")
		}
		s.forget()
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		for _, look := range []string{"1", "9", "99"} {
			if status, _, _ := s.ask("GET", "/billing/return?session_id="+session+"&look="+look, nil); status != http.StatusNotFound {
				t.Errorf("another's look %s: %d", look, status)
			}
		}
	})
}
