package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// act does one of the endpoints for scripts.
func (s *site) act(name, body string) (int, map[string]any) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodPost, s.url+emulator.Prefix+"/test/"+name, strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+key)
	status, found, _ := s.do(request)
	return status, found
}

func (s *site) heardSoFar() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.kinds)
}

// inOrder is what a purchase is told as.
var inOrder = []string{
	"payment_method.attached", "customer.subscription.created", "invoice.finalized",
	"invoice.paid", "checkout.session.completed",
}

func TestEventsComeInStripesOrder(t *testing.T) {
	w := newWorld(t)
	w.subscribe(nil)
	w.heard()
	if got := w.heardSoFar(); !slices.Equal(got, inOrder) {
		t.Errorf("heard %v", got)
	}
}

func TestSwitches(t *testing.T) {
	tests := map[string]struct {
		switches string
		holds    func(kinds []string) bool
	}{
		"twice more": {`{"duplicate":2}`, func(kinds []string) bool { return len(kinds) == 15 }},
		"dropped":    {`{"drop":1}`, func(kinds []string) bool { return len(kinds) == 0 }},
		"some are":   {`{"drop":0.5,"seed":7}`, func(kinds []string) bool { return len(kinds) > 0 && len(kinds) < 5 }},
		"shuffled": {`{"shuffle":true,"seed":3}`, func(kinds []string) bool {
			return len(kinds) == 5 && !slices.Equal(kinds, inOrder)
		}},
		"late": {`{"delay_ms":50}`, func(kinds []string) bool { return len(kinds) == 5 }},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			if status, body := w.act("switches", tt.switches); status != http.StatusOK {
				t.Fatalf("%d %v", status, body)
			}
			w.subscribe(nil)
			w.heard()
			if got := w.heardSoFar(); !tt.holds(got) {
				t.Errorf("heard %v", got)
			}
		})
	}
}

func TestWebhooksBeforeAndAfterTheRedirect(t *testing.T) {
	for when, want := range map[string]int{"before": 5, "after": 0} {
		w := newWorld(t)
		if err := w.e.SetSwitches(emulator.Switches{Redirect: when}); err != nil {
			t.Fatal(err)
		}
		w.buy(w.checkout(w.monthly, nil), "4242424242424242", emulator.Completed)
		if got := w.heardSoFar(); len(got) != want {
			t.Errorf("%s: heard %v", when, got)
		}
		w.heard("checkout.session.completed")
	}
}

func TestNewerVersionOfEvents(t *testing.T) {
	w := newWorld(t)
	w.act("switches", `{"api_version":"2025-03-31.basil"}`)
	w.subscribe(nil)
	made := w.get("events?type=customer.subscription.created")
	w.want(made, "data.0.api_version", "2025-03-31.basil")
	if got := at(made, "data.0.data.object.current_period_end"); got != nil {
		t.Errorf("it still has %v", got)
	}
}

func TestBadSwitches(t *testing.T) {
	w := newWorld(t)
	for _, body := range []string{`{"drop":2}`, `{"duplicate":-1}`, `{"redirect":"maybe"}`, `{"drop":"all"}`, `{`} {
		if status, said := w.act("switches", body); status != http.StatusBadRequest {
			t.Errorf("%s: %d %v", body, status, said)
		}
	}
}

func TestResendAndTheLog(t *testing.T) {
	w := newWorld(t)
	w.refuse = 1
	w.subscribe(nil)
	w.heard()
	id := at(w.get("events?type=invoice.paid"), "data.0.id").(string)
	if status, said := w.act("resend", `{"event":"`+id+`"}`); status != http.StatusOK {
		t.Fatalf("%d %v", status, said)
	}
	w.heard()
	w.mu.Lock()
	if w.ids[id] != 2 {
		t.Errorf("it came %d times", w.ids[id])
	}
	w.mu.Unlock()
	log, tries := w.e.Log(100), 0
	for _, d := range log {
		tries += len(d.Attempts)
		if d.State != "delivered" || d.Attempts[len(d.Attempts)-1].Status != http.StatusOK {
			t.Errorf("the log says %+v", d)
		}
	}
	if len(log) != 6 || tries != 7 {
		t.Errorf("%d deliveries in %d attempts", len(log), tries)
	}
}

func TestScripts(t *testing.T) {
	w := newWorld(t)
	session := w.checkout(w.monthly, nil)
	do := func(name string, fields map[string]any) map[string]any {
		t.Helper()
		body, _ := json.Marshal(fields)
		status, said := w.act(name, string(body))
		if status != http.StatusOK {
			t.Fatalf("%s: %d %v", name, status, said)
		}
		return said
	}
	w.want(do("pay", map[string]any{"session": session, "card": "4000002500003155"}), "status", "requires_action")
	w.want(do("authenticate", map[string]any{"session": session, "answer": "approve"}), "status", "completed")
	charge := at(w.get("charges"), "data.0.id")
	dispute := do("dispute", map[string]any{"charge": charge})["id"]
	do("dispute/close", map[string]any{"dispute": dispute, "won": true})
	do("refund", map[string]any{"charge": charge, "amount": 100})
	do("card", map[string]any{"customer": w.customer, "card": "4000000000000341"})
	do("clock", map[string]any{"seconds": 32 * 86400})
	w.want(w.get("subscriptions"), "data.0.status", "past_due")
	open := at(w.get("invoices?status=open"), "data.0.id")
	w.want(do("pay_invoice", map[string]any{"invoice": open, "card": "4242424242424242"}), "status", "completed")
	do("reset", nil)
	if left := w.get("customers")["data"].([]any); len(left) != 0 {
		t.Errorf("left %v", left)
	}
	if status, _ := w.act("clock", `{"seconds":-1}`); status != http.StatusBadRequest {
		t.Errorf("time goes back: %d", status)
	}
	request, _ := http.NewRequest(http.MethodPost, w.url+emulator.Prefix+"/test/reset", nil)
	if status, _, _ := w.do(request); status != http.StatusUnauthorized {
		t.Errorf("without the key: %d", status)
	}
}

// TestClockSurvivesWhatKills: what is stored is what there was, too, when
// nothing is closed as it should be.
func TestClockSurvivesWhatKills(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	s, e := newSite(t, file)
	made := s.create("customers", url.Values{"email": {"ada@example.com"}})
	if err := e.Advance(40 * 24 * time.Hour); err != nil {
		t.Fatal(err)
	}
	after, again := newSite(t, file) // the first one still runs: it has only not been closed
	if _, found, _ := after.call(
		http.MethodGet, "customers/"+text(made, "id"), "", nil,
	); text(found, "email") != "ada@example.com" {
		t.Errorf("found %v", found)
	}
	if ahead := time.Until(again.Now()); ahead < 39*24*time.Hour {
		t.Errorf("the clock is %v ahead", ahead)
	}
}

func TestExpandAndCardErrors(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(nil)
	path := "subscriptions/" + text(bought, "id")
	for _, bad := range []string{"colour", "latest_invoice.colour", "a.b.c.d.e.f"} {
		if status, said, _ := w.call(
			http.MethodGet, path, "", url.Values{"expand[]": {bad}},
		); status != http.StatusBadRequest {
			t.Errorf("%s: %d %v", bad, status, said)
		}
	}
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	w.pass(31)
	open := at(w.get("invoices?status=open"), "data.0.id").(string)
	status, first, _ := w.call(http.MethodPost, "invoices/"+open+"/pay", "once", nil)
	_, again, header := w.call(http.MethodPost, "invoices/"+open+"/pay", "once", nil)
	if status != http.StatusPaymentRequired || at(first, "error.decline_code") != "generic_decline" ||
		at(first, "error.payment_intent.status") != "requires_payment_method" {
		t.Errorf("%d %v", status, first)
	}
	if header.Get("Idempotent-Replayed") != "true" || at(again, "error.code") != "card_declined" {
		t.Errorf("again %v", again)
	}
	w.want(w.get("invoices/"+open), "attempt_count", 2)
}
