package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/models/modelstest"
)

// TestTheTestConsoleIsTheSitesOwn: it has the site's headers, and no other site
// can press its buttons.
func TestTheTestConsoleIsTheSitesOwn(t *testing.T) {
	s := open(t, modelstest.SQLite(t))
	status, page, res := s.ask("GET", emulator.ConsolePath, nil)
	if csp := res.Header.Get("Content-Security-Policy"); status != http.StatusOK ||
		!strings.Contains(csp, "form-action 'self'") ||
		strings.Contains(csp, "unsafe") {
		t.Errorf("%d %s", status, csp)
	}
	if !strings.Contains(page, "no money moves") || strings.Contains(page, "<script") ||
		strings.Contains(page, " style=") {
		t.Error(page)
	}
	form := url.Values{"act": {"clock"}, "by": {"day"}}
	if status, _, _ := s.ask("POST", emulator.ConsolePath, form, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("from another site: %d", status)
	}
	if status, page, _ := s.ask("POST", emulator.ConsolePath, form); status != http.StatusOK ||
		!strings.Contains(page, "Time has passed.") {
		t.Errorf("from the page itself: %d %s", status, page)
	}
}
