package handlers_test

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// studioBuyer is a member who pays for the plan Studio.
func studioBuyer(t *testing.T, db *models.DB) *site {
	t.Helper()
	s := buyer(t, db)
	s.ask("POST", "/dev/stripe/", url.Values{"act": {"clock"}, "by": {"renewal"}})
	s.until("/account/billing", ">Active<")
	_, page, _ := s.ask("GET", "/account/billing/plan?plan=studio&interval=month", nil)
	if strings.Contains(page, `name="when"`) {
		t.Error("what costs more can wait")
	}
	if status, page, _ := s.ask("POST", "/account/billing/plan", hiddenOf(page)); status != http.StatusOK {
		t.Fatalf("%d %s", status, page)
	}
	return s
}

// hiddenOf is the form of a preview.
func hiddenOf(page string) url.Values {
	form := url.Values{}
	for _, field := range regexp.MustCompile(`type="hidden" name="(plan|interval|quantity|at)" value="([^"]*)"`).FindAllStringSubmatch(page, 4) {
		form.Set(field[1], html.UnescapeString(field[2]))
	}
	return form
}

// TestChangeLater: what costs less waits for the end of the period, unless one says
// otherwise, and can be taken back.
func TestChangeLater(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := studioBuyer(t, db)
		_, page, _ := s.ask("GET", "/account/billing/plan?plan=starter&interval=month", nil)
		for _, shows := range []string{
			`name="when" value="later" checked`, `name="when" value="now"`, "Nothing to pay or refund now",
			"as credit for later bills",
		} {
			if !strings.Contains(page, shows) {
				t.Errorf("it lacks %q: %s", shows, page)
			}
		}
		form := hiddenOf(page)
		form.Set("when", "never")
		if status, page, _ := s.ask("POST", "/account/billing/plan", form); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "Please choose when") {
			t.Errorf("at no time: %d", status)
		}
		form.Set("when", "later")
		for range 2 {
			if status, page, _ := s.ask("POST", "/account/billing/plan", form); status != http.StatusOK ||
				!strings.Contains(page, "Changes to <strong>Starter ($9 a month)</strong> on") ||
				!strings.Contains(page, "Keep Studio") {
				t.Errorf("later: %d %s", status, page)
			}
		}
		if _, page, _ := s.ask("GET", "/account/billing/plan", nil); !strings.Contains(page, "It changes on") {
			t.Error("the other plans do not tell of it")
		}
		for range 2 {
			if status, page, _ := s.ask("POST", "/account/billing/keep", nil); status != http.StatusOK ||
				!strings.Contains(page, "Your plan stays as it is") ||
				strings.Contains(page, "Keep Studio") {
				t.Errorf("kept: %d", status)
			}
		}
		form.Set("plan", "studio")
		form.Set("interval", "year")
		form.Set("quantity", "5")
		if status, page, _ := s.ask("POST", "/account/billing/plan", form); status != http.StatusUnprocessableEntity ||
			strings.Contains(page, "Changes to") {
			t.Errorf("a tampered plan: %d", status)
		}
	})
}
