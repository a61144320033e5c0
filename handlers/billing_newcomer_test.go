package handlers_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// TestNewcomersKeepTheirChoice: a stranger who chooses a plan signs up, confirms, logs in,
// and is on the way to the payment of that plan.
func TestNewcomersKeepTheirChoice(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		chosen := url.Values{"plan": {"starter"}, "currency": {"eur"}, "interval": {"year"}, "trial": {"14"}}
		status, page, res := s.ask("POST", "/billing/checkout", chosen)
		if status != http.StatusOK || res.Request.URL.Path != "/signup" ||
			!strings.Contains(page, "Create your account") {
			t.Fatalf("%d at %s", status, res.Request.URL)
		}
		next := res.Request.URL.Query().Get("next")
		if !strings.Contains(page, `href="/login?next=`) {
			t.Error("the log-in forgets the plan")
		}
		s.ask(
			"POST",
			"/api/auth/signup",
			url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {next}},
		)
		_, page, res = s.ask("POST", "/verify", url.Values{"token": {s.link(letter.ConfirmAddress{})}})
		if got := res.Request.URL.Query().Get("next"); got != next || !strings.Contains(page, "confirmed") {
			t.Fatalf("after the confirmation: %q, want %q", got, next)
		}
		_, page, res = s.ask(
			"POST",
			"/api/auth/login",
			url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {next}},
		)
		for _, shows := range []string{"You chose Starter", "The first 14 days are free, then it is €90 a year", `value="eur"`} {
			if res.Request.URL.Path != "/billing/checkout" || !strings.Contains(page, shows) {
				t.Errorf("%s lacks %q", res.Request.URL, shows)
			}
		}
		if status, _, res := s.ask("POST", "/billing/checkout", chosen); status != http.StatusOK ||
			!strings.HasPrefix(res.Request.URL.Path, "/dev/stripe/checkout/") {
			t.Errorf("the payment: %d at %s", status, res.Request.URL)
		}
	})
}

// TestNextStaysHere: a sign-up leads to no other site.
func TestNextStaysHere(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.ask(
			"POST",
			"/api/auth/signup",
			url.Values{"email": {"ada@example.com"}, "password": {secret}, "next": {"https://evil.example/"}},
		)
		_, _, res := s.ask("POST", "/verify", url.Values{"token": {s.link(letter.ConfirmAddress{})}})
		if got := res.Request.URL.Query().Get("next"); strings.Contains(got, "evil") {
			t.Errorf("it leads to %q", got)
		}
	})
}

// TestWhoHadATrialIsAskedAgain before they are charged for what a page called free.
func TestWhoHadATrialIsAskedAgain(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		_, _, _ = s.ask("POST", "/account/billing/cancel", nil)
		_, page, _ := s.ask("GET", "/billing/checkout?plan=starter&currency=usd&interval=month", nil)
		if !strings.Contains(page, "It is $9 a month, starting today.") {
			t.Error("a second trial is promised")
		}
		status, page, _ := s.ask("POST", "/billing/checkout", url.Values{
			"plan": {"starter"}, "currency": {"usd"}, "interval": {"month"}, "trial": {"14"},
		})
		if status != http.StatusConflict || !strings.Contains(page, "you have had yours") ||
			strings.Contains(page, "14 days are free") {
			t.Errorf("%d", status)
		}
	})
}
