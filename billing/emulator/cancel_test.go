package emulator_test

import (
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// subscribed buys, and returns the subscription and its path.
func (s *site) subscribed() (map[string]any, string) {
	s.t.Helper()
	session := s.newSession()
	if status, page, _ := s.pay(text(session, "url"), goodCard()); status != http.StatusSeeOther {
		s.t.Fatalf("%d %s", status, page)
	}
	_, paid, _ := s.call(http.MethodGet, "checkout/sessions/"+text(session, "id"), "", nil)
	path := "subscriptions/" + text(paid, "subscription")
	_, bought, _ := s.call(http.MethodGet, path, "", nil)
	return bought, path
}

// remove does a DELETE as stripe-go does it: the form is in the body.
func (s *site) remove(path string, form url.Values) (int, map[string]any) {
	s.t.Helper()
	request, err := http.NewRequest(http.MethodDelete, s.url+"/dev/stripe/v1/"+path, strings.NewReader(form.Encode()))
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(key, "")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	status, body, _ := s.do(request)
	return status, body
}

func (s *site) wantEvents(want ...string) {
	s.t.Helper()
	s.waitForEvents(len(want))
	s.mu.Lock()
	defer s.mu.Unlock()
	got := slices.Clone(s.kinds)
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.t.Errorf("events %v, want %v", got, want)
	}
}

var purchase = []string{
	"checkout.session.completed", "customer.subscription.created", "invoice.finalized",
	"invoice.paid", "payment_method.attached",
}

func TestCancelAtPeriodEnd(t *testing.T) {
	s, _ := newSite(t, "")
	bought, path := s.subscribed()
	for range 2 { // the second time nothing changes
		cancelling := s.create(path, url.Values{"cancel_at_period_end": {"true"}})
		if cancelling["cancel_at_period_end"] != true || cancelling["cancel_at"] != bought["current_period_end"] ||
			cancelling["canceled_at"] == nil || cancelling["ended_at"] != nil || text(cancelling, "status") != "active" {
			t.Errorf("cancelling: %v", cancelling)
		}
	}
	kept := s.create(path, url.Values{"cancel_at_period_end": {"false"}})
	if kept["cancel_at_period_end"] != false || kept["cancel_at"] != nil || kept["canceled_at"] != nil {
		t.Errorf("kept: %v", kept)
	}
	s.wantEvents(append([]string{"customer.subscription.updated", "customer.subscription.updated"}, purchase...)...)
}

func TestMetadataIsMerged(t *testing.T) {
	s, _ := newSite(t, "")
	_, path := s.subscribed()
	for _, step := range []struct {
		form url.Values
		want map[string]any
	}{
		{url.Values{"metadata[a]": {"1"}, "metadata[b]": {"2"}}, map[string]any{"a": "1", "b": "2"}},
		{url.Values{"metadata[b]": {"3"}, "metadata[c]": {"4"}}, map[string]any{"a": "1", "b": "3", "c": "4"}},
		{url.Values{"metadata[a]": {""}, "metadata[unknown]": {""}}, map[string]any{"b": "3", "c": "4"}},
		{url.Values{"cancel_at_period_end": {"true"}}, map[string]any{"b": "3", "c": "4"}},
		{url.Values{"metadata": {""}}, map[string]any{}},
	} {
		metadata, _ := s.create(path, step.form)["metadata"].(map[string]any)
		same := len(metadata) == len(step.want)
		for name, value := range step.want {
			same = same && metadata[name] == value
		}
		if !same {
			t.Errorf("after %v: %v", step.form, metadata)
		}
	}
}

func TestCancelNow(t *testing.T) {
	s, _ := newSite(t, "")
	_, path := s.subscribed()
	s.create(path, url.Values{"cancel_at_period_end": {"true"}})
	status, ended := s.remove(path, url.Values{"prorate": {"false"}, "invoice_now": {"false"}})
	if status != http.StatusOK || text(ended, "status") != "canceled" ||
		ended["cancel_at_period_end"] != false || ended["ended_at"] == nil || ended["canceled_at"] == nil {
		t.Errorf("%d %v", status, ended)
	}
	if status, body := s.remove(path, nil); status != http.StatusNotFound ||
		text(body["error"].(map[string]any), "code") != "resource_missing" {
		t.Errorf("again: %d %v", status, body)
	}
	if status, body, _ := s.call(
		http.MethodPost, path, "", url.Values{"cancel_at_period_end": {"false"}},
	); status != http.StatusBadRequest {
		t.Errorf("taken back: %d %v", status, body)
	}
	_, found, _ := s.call(http.MethodGet, path, "", nil)
	if text(found, "status") != "canceled" {
		t.Errorf("found %v", found)
	}
	s.wantEvents(append([]string{"customer.subscription.updated", "customer.subscription.deleted"}, purchase...)...)
}

func TestCancelRefuses(t *testing.T) {
	s, _ := newSite(t, "")
	_, path := s.subscribed()
	tests := map[string]struct {
		method, path string
		form         url.Values
		status       int
		param        string
	}{
		"update of none":   {"POST", "subscriptions/sub_1", nil, 404, "id"},
		"end of none":      {"DELETE", "subscriptions/sub_1", nil, 404, "id"},
		"in words":         {"POST", path, url.Values{"cancel_at_period_end": {"yes"}}, 400, "cancel_at_period_end"},
		"unknown":          {"POST", path, url.Values{"items[0][price]": {"price_1"}}, 400, "items[0][price]"},
		"unknown in a end": {"DELETE", path, url.Values{"at": {"once"}}, 400, "at"},
		"prorate in words": {"DELETE", path, url.Values{"prorate": {"some"}}, 400, "prorate"},
		"end in words":     {"DELETE", path, url.Values{"invoice_now": {"no"}}, 400, "invoice_now"},
	}
	for name, tt := range tests {
		var status int
		var body map[string]any
		if tt.method == http.MethodDelete {
			status, body = s.remove(tt.path, tt.form)
		} else {
			status, body, _ = s.call(tt.method, tt.path, "", tt.form)
		}
		said, _ := body["error"].(map[string]any)
		if status != tt.status || text(said, "param") != tt.param {
			t.Errorf("%s: %d %v", name, status, body)
		}
	}
	s.wantEvents(purchase...)
}

func TestExpiringIsAnnounced(t *testing.T) {
	s, _ := newSite(t, "")
	s.create("checkout/sessions/"+text(s.newSession(), "id")+"/expire", nil)
	s.wantEvents("checkout.session.expired")
}

func TestInvoices(t *testing.T) {
	s, _ := newSite(t, filepath.Join(t.TempDir(), "stripe.db"))
	bought, _ := s.subscribed()
	s.subscribed() // another customer's
	_, found, _ := s.call(http.MethodGet, "invoices", "", url.Values{"customer": {text(bought, "customer")}})
	data, _ := found["data"].([]any)
	if len(data) != 1 {
		t.Fatalf("found %v", found)
	}
	one := data[0].(map[string]any)
	if one["id"] != bought["latest_invoice"] || text(one, "object") != "invoice" ||
		text(one, "status") != "paid" || one["amount_due"] != 900.0 ||
		one["amount_paid"] != 900.0 || text(one, "number") == "" ||
		one["subscription"] != bought["id"] || one["created"] == nil {
		t.Errorf("invoice %v", one)
	}
	lines, _ := one["lines"].(map[string]any)
	data, _ = lines["data"].([]any)
	if len(data) != 1 || text(data[0].(map[string]any), "description") != "1 × Starter <b> (at $9.00 / month)" {
		t.Errorf("lines %v", lines)
	}
	for want, form := range map[int]url.Values{0: {"status": {"open"}}, 2: {"status": {"paid"}}, 1: {"limit": {"1"}}} {
		if _, found, _ := s.call(http.MethodGet, "invoices", "", form); len(found["data"].([]any)) != want {
			t.Errorf("%v: %v", form, found)
		}
	}
	if status, body, _ := s.call(
		http.MethodGet, "invoices", "", url.Values{"customer": {"cus_1"}},
	); status != http.StatusBadRequest {
		t.Errorf("of nobody: %d %v", status, body)
	}
}

// TestCancelledStaysSoAfterARestart, with its event.
func TestCancelledStaysSoAfterARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	before, e := newSite(t, file)
	before.refuse = 1000 // nothing is delivered
	bought, path := before.subscribed()
	before.remove(path, nil)
	_ = e.Close()
	after, _ := newSite(t, file)
	_, found, _ := after.call(http.MethodGet, path, "", nil)
	_, invoices, _ := after.call(http.MethodGet, "invoices", "", url.Values{"subscription": {text(bought, "id")}})
	if data, _ := invoices["data"].([]any); text(found, "status") != "canceled" || len(data) != 1 {
		t.Errorf("found %v, %v", found, invoices)
	}
	after.wantEvents(append([]string{"customer.subscription.deleted"}, purchase...)...)
}
