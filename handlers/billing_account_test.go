package handlers_test

import (
	"encoding/json"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/modelstest"
)

// buyer is a member with the plan Starter, on trial.
func buyer(t *testing.T, db *models.DB) *site {
	t.Helper()
	s := open(t, db)
	s.signUp("ada@example.com")
	s.logIn("ada@example.com")
	_, _, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
	s.ask(
		"POST",
		res.Request.URL.Path,
		url.Values{"number": {"4242424242424242"}, "expiry": {"12/40"}, "cvc": {"123"}, "name": {"Ada"}},
	)
	s.until("/account/billing", "On trial")
	return s
}

// until asks for a page until it shows the text.
func (s *site) until(path, text string) string {
	s.t.Helper()
	body := ""
	for deadline := time.Now().Add(time.Minute); time.Now().Before(deadline); time.Sleep(50 * time.Millisecond) {
		if _, body, _ = s.ask("GET", path, nil); strings.Contains(body, text) {
			return body
		}
	}
	s.t.Fatalf("%s never shows %q: %s", path, text, body)
	return ""
}

// TestBillingPage shows what there is; cancelling and resuming are one press.
func TestBillingPage(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		_, page, _ := s.ask("GET", "/account/billing", nil)
		for _, shows := range []string{
			"Starter", "14 days of your free trial are left", "$9 a month", "Visa ending in 4242, until 12/",
			"ada@example.com", "0 of 1 used", "First payment",
		} {
			if !strings.Contains(page, shows) {
				t.Errorf("it lacks %q", shows)
			}
		}
		for range 2 {
			if status, page, _ := s.ask("POST", "/account/billing/cancel", url.Values{"comment": {`<b>Too "dear"</b>`}}); status != http.StatusOK ||
				!strings.Contains(page, "is cancelled") ||
				!strings.Contains(page, "Ends on") ||
				!strings.Contains(page, "Keep my plan") {
				t.Errorf("cancelling: %d", status)
			}
		}
		if status, page, _ := s.ask("POST", "/account/billing/resume", nil); status != http.StatusOK ||
			!strings.Contains(page, "continues") ||
			strings.Contains(page, "Keep my plan") {
			t.Errorf("resuming: %d", status)
		}
		if status, page, _ := s.ask("POST", "/account/billing/cancel", url.Values{"comment": {strings.Repeat("x", 501)}}); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "Cancel my plan") {
			t.Errorf("a long comment: %d", status)
		}
		if status, _, _ := s.ask("POST", "/account/billing/cancel", url.Values{"comment": {strings.Repeat("ভ", 500)}}); status != http.StatusOK {
			t.Errorf("as long as may be: %d", status)
		}
	})
}

// TestChangeOfPlan: first what it costs, then the press.
func TestChangeOfPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		_, page, _ := s.ask("GET", "/account/billing/plan?plan=studio&interval=month", nil)
		if !strings.Contains(page, "You pay today") || !strings.Contains(page, "$29 a month") {
			t.Fatalf("the price is not shown: %s", page)
		}
		form := url.Values{}
		for _, field := range regexp.MustCompile(`type="hidden" name="(plan|interval|quantity|at)" value="([^"]*)"`).FindAllStringSubmatch(page, 4) {
			form.Set(field[1], html.UnescapeString(field[2]))
		}
		if status, page, _ := s.ask("POST", "/account/billing/plan", form); status != http.StatusOK ||
			!strings.Contains(page, "Your plan has changed") ||
			!strings.Contains(page, "Studio") {
			t.Errorf("changing: %d %v %s", status, form, page)
		}
		if status, page, _ := s.ask("POST", "/account/billing/plan", form); status != http.StatusUnprocessableEntity ||
			!strings.Contains(page, "This is already your plan") {
			t.Errorf("again: %d", status)
		}
		for _, query := range []string{
			"plan=nothing&interval=month", "plan=starter&interval=week", "plan=starter&interval=month&quantity=-1",
			"plan=starter&interval=month&quantity=99999999999999999999", "plan=starter&interval=month&quantity=x",
			"plan=%3Cscript%3E&interval=month",
		} {
			if status, page, _ := s.ask("GET", "/account/billing/plan?"+query, nil); status != http.StatusUnprocessableEntity ||
				strings.Contains(page, "<script>") {
				t.Errorf("%s: %d", query, status)
			}
		}
	})
}

// TestWithoutAPlan nothing can be changed, and the way to the plans is shown.
func TestWithoutAPlan(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		if _, page, _ := s.ask("GET", "/account/billing", nil); !strings.Contains(page, "You have no plan yet") {
			t.Error("the page does not say so")
		}
		for _, act := range []string{"cancel", "resume", "keep", "start", "pay"} {
			if status, page, _ := s.ask("POST", "/account/billing/"+act, nil); status != http.StatusConflict ||
				!strings.Contains(page, "You have no plan") {
				t.Errorf("%s: %d", act, status)
			}
		}
		if _, _, res := s.ask("GET", "/account/billing/plan", nil); res.Request.URL.Path != "/pricing" {
			t.Errorf("changing leads to %s", res.Request.URL.Path)
		}
		for _, selection := range []url.Values{
			{"plan": {"starter"}, "currency": {"usd"}, "interval": {"week"}},
			{"plan": {"starter"}, "currency": {"xxx"}, "interval": {"month"}},
			{"plan": {"nothing"}},
			{"plan": {"starter"}, "quantity": {"2"}},
			{"plan": {"starter"}, "quantity": {"-1"}},
		} {
			if status, page, _ := s.ask("POST", "/billing/checkout", selection); status != http.StatusUnprocessableEntity ||
				!strings.Contains(page, "Please choose") {
				t.Errorf("%v: %d", selection, status)
			}
		}
	})
}

// TestPortal leads away only to where it should.
func TestPortal(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		s.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
		for _, flow := range []string{"", "payment_method_update"} {
			status, _, res := s.ask("POST", "/billing/portal", url.Values{"flow": {flow}})
			if to := res.Header.Get("Location"); status != http.StatusSeeOther ||
				!strings.HasPrefix(to, s.url+"/dev/stripe/portal/") {
				t.Errorf("%q: %d %s", flow, status, to)
			}
		}
		if status, _, _ := s.ask("POST", "/billing/portal", url.Values{"flow": {"subscription_cancel_all"}}); status != http.StatusNotFound {
			t.Errorf("another flow: %d", status)
		}
	})
}

// TestNothingToMend: who owes nothing hears so.
func TestNothingToMend(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		for act, says := range map[string]string{"pay": "There is nothing left to pay", "start": "Your plan continues"} {
			if status, page, _ := s.ask("POST", "/account/billing/"+act, nil); status != http.StatusOK ||
				!strings.Contains(page, says) {
				t.Errorf("%s: %d %s", act, status, page)
			}
		}
	})
}

// TestFormsMayLeadToStripe: a browser refuses every other way out of a form.
func TestFormsMayLeadToStripe(t *testing.T) {
	csp := handlers.SecurityHeaders(
		config.Config{Stripe: config.Stripe{SecretKey: "sk_live_x"}},
	).Get(
		"Content-Security-Policy",
	)
	for _, host := range []string{"checkout", "billing", "invoice"} {
		if !strings.Contains(csp, " https://"+host+".stripe.com") {
			t.Errorf("not to %s: %s", host, csp)
		}
	}
}

// TestStripeIsDown: pages that do not need it are there, and the others say so.
func TestStripeIsDown(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := buyer(t, db)
		down := http.Handler(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"type":"api_error"}}`, http.StatusInternalServerError)
		}))
		s.stripe.Store(&down)
		for _, path := range []string{"/pricing", "/account/billing", "/account/billing/plan"} {
			if status, _, _ := s.ask("GET", path, nil); status != http.StatusOK {
				t.Errorf("%s: %d", path, status)
			}
		}
		for _, act := range []string{"/account/billing/cancel", "/account/billing/resume", "/billing/portal"} {
			if status, page, _ := s.ask("POST", act, nil); status != http.StatusServiceUnavailable ||
				!strings.Contains(page, "cannot reach our payment provider right now") {
				t.Errorf("%s: %d", act, status)
			}
		}
		status, body, _ := s.ask("POST", "/account/billing/cancel", nil, "Accept", "application/json")
		var problem struct{ Message string }
		if err := json.Unmarshal([]byte(body), &problem); err != nil || status != http.StatusServiceUnavailable {
			t.Errorf("as JSON: %d %s", status, body)
		}
	})
}

// TestAnothersSession: the page after the payment tells nobody about others.
func TestAnothersSession(t *testing.T) {
	modelstest.Each(t, func(t *testing.T, db *models.DB) {
		s := open(t, db)
		s.signUp("ada@example.com")
		s.logIn("ada@example.com")
		_, _, res := s.ask("POST", "/billing/checkout", url.Values{"plan": {"starter"}})
		session := res.Request.URL.Path[strings.LastIndex(res.Request.URL.Path, "/")+1:]
		if _, page, res := s.ask("GET", "/billing/return?session_id="+session, nil); !strings.Contains(
			page,
			"being processed",
		) ||
			res.Header.Get("Refresh") == "" {
			t.Error("one's own does not wait")
		}
		s.forget()
		s.signUp("eve@example.com")
		s.logIn("eve@example.com")
		if status, _, _ := s.ask("GET", "/billing/return?session_id="+session, nil); status != http.StatusNotFound {
			t.Errorf("another's: %d", status)
		}
	})
}

// TestAskingStripeIsLimited: nobody spends what Stripe lets all of us ask for.
func TestAskingStripeIsLimited(t *testing.T) {
	s := buyer(t, modelstest.SQLite(t))
	s.server.SetAttemptsPerMinute(1)
	last := 0
	for range 3 {
		last, _, _ = s.ask("GET", "/account/billing/plan?plan=studio&interval=month", nil)
	}
	if last != http.StatusTooManyRequests {
		t.Errorf("the third is %d", last)
	}
}
