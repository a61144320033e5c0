package emulator_test

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ncruces/go-sqlite3/driver"
	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/billing/emulator"
)

const (
	key    = "sk_test_of_the_tests"
	secret = "whsec_of_the_tests"
)

// site is a server with the emulator and a webhook that writes down what comes.
type site struct {
	t      *testing.T
	url    string
	refuse int // how many deliveries are refused first

	mu     sync.Mutex
	kinds  []string
	ids    map[string]int
	signed bool
}

func newSite(t *testing.T, file string) (*site, *emulator.Emulator) {
	t.Helper()
	s := &site{t: t, ids: map[string]int{}, signed: true}
	mux := http.NewServeMux()
	server := httptest.NewUnstartedServer(mux)
	s.url = "http://" + server.Listener.Addr().String()
	e, err := emulator.New(file, key, secret, s.url, "/assets/site.css")
	if err != nil {
		t.Fatal(err)
	}
	mux.Handle(emulator.Prefix+"/", watched(t, e))
	mux.HandleFunc("POST /webhooks/stripe", s.webhook)
	server.Start()
	t.Cleanup(server.Close)
	t.Cleanup(func() { _ = e.Close() })
	return s, e
}

func (s *site) webhook(w http.ResponseWriter, r *http.Request) {
	payload, err := io.ReadAll(r.Body)
	if err != nil {
		return // the test is over
	}
	event, err := webhook.ConstructEvent(payload, r.Header.Get("Stripe-Signature"), secret)
	if c, missing := theContract(); missing == nil {
		if err := c.checkEvent(payload); err != nil {
			s.t.Error(err)
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.signed = s.signed && err == nil
	if s.refuse > 0 {
		s.refuse--
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	s.kinds = append(s.kinds, string(event.Type))
	s.ids[event.ID]++
}

// call does an API request and returns its status, decoded body and header.
func (s *site) call(method, path, idempotencyKey string, form url.Values) (int, map[string]any, http.Header) {
	s.t.Helper()
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	} else {
		path += "?" + form.Encode()
	}
	request, err := http.NewRequest(method, s.url+emulator.Prefix+"/v1/"+path, body)
	if err != nil {
		s.t.Fatal(err)
	}
	request.SetBasicAuth(key, "")
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if idempotencyKey != "" {
		request.Header.Set("Idempotency-Key", idempotencyKey)
	}
	return s.do(request)
}

func (s *site) do(request *http.Request) (int, map[string]any, http.Header) {
	s.t.Helper()
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	var decoded map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&decoded); err != nil {
		s.t.Fatal(err)
	}
	return answer.StatusCode, decoded, answer.Header
}

func (s *site) create(path string, form url.Values) map[string]any {
	s.t.Helper()
	status, made, _ := s.call(http.MethodPost, path, "", form)
	if status != http.StatusOK {
		s.t.Fatalf("%s: %d %v", path, status, made)
	}
	return made
}

func text(object map[string]any, name string) string {
	value, _ := object[name].(string)
	return value
}

// newSession makes all that a session needs.
func (s *site) newSession() map[string]any {
	s.t.Helper()
	customer := s.create("customers", url.Values{"email": {"ada@example.com"}})
	product := s.create("products", url.Values{"name": {"Starter <b>"}})
	price := s.create("prices", priceOf(text(product, "id"), "900"))
	return s.create("checkout/sessions", sessionOf(text(customer, "id"), text(price, "id")))
}

func priceOf(product, amount string) url.Values {
	return url.Values{
		"product": {product}, "currency": {"usd"}, "unit_amount": {amount}, "recurring[interval]": {"month"},
		"lookup_key": {"prokken_starter"}, "transfer_lookup_key": {"true"},
	}
}

func sessionOf(customer, price string) url.Values {
	return url.Values{
		"mode": {"subscription"}, "customer": {customer}, "line_items[0][price]": {price}, "line_items[0][quantity]": {"1"},
		"success_url": {"http://shop.example/back?id={CHECKOUT_SESSION_ID}"}, "cancel_url": {"http://shop.example/pricing"},
	}
}

func TestAPIRefuses(t *testing.T) {
	s, _ := newSite(t, "")
	product := text(s.create("products", url.Values{"name": {"Starter"}}), "id")
	tests := map[string]struct {
		method, path      string
		form              url.Values
		status            int
		kind, code, param string
	}{
		"unknown route":    {"GET", "plans", nil, 404, "invalid_request_error", "", ""},
		"unknown method":   {"PUT", "customers", nil, 404, "invalid_request_error", "", ""},
		"unknown customer": {"GET", "customers/cus_1", nil, 404, "invalid_request_error", "resource_missing", "id"},
		"unknown session":  {"GET", "checkout/sessions/cs_1", nil, 404, "invalid_request_error", "resource_missing", "id"},
		"unknown to expire": {
			"POST", "checkout/sessions/cs_1/expire", nil, 404, "invalid_request_error", "resource_missing",
			"id",
		},
		"unknown price": {"GET", "prices/price_1", nil, 404, "invalid_request_error", "resource_missing", "id"},
		"unknown sub":   {"GET", "subscriptions/sub_1", nil, 404, "invalid_request_error", "resource_missing", "id"},
		"subs of nobody": {
			"GET", "subscriptions",
			url.Values{"customer": {"cus_1"}},
			400, "invalid_request_error",
			"resource_missing", "customer",
		},
		"missing name": {"POST", "products", nil, 400, "invalid_request_error", "parameter_missing", "name"},
		"unknown parameter": {
			"POST", "products",
			url.Values{"name": {"x"}, "colour": {"red"}},
			400, "invalid_request_error",
			"parameter_unknown", "colour",
		},
		"unknown inside": {
			"POST", "checkout/sessions",
			url.Values{"success_url": {"/"}, "line_items[0][colour]": {"red"}},
			400,
			"invalid_request_error", "parameter_unknown", "line_items[0][colour]",
		},
		"unknown deeper": {
			"POST", "checkout/sessions",
			url.Values{"success_url": {"/"}, "subscription_data[x]": {"red"}},
			400, "invalid_request_error", "parameter_unknown", "subscription_data[x]",
		},
		"price of nothing": {
			"POST", "prices", priceOf("prod_1", "900"), 400, "invalid_request_error", "resource_missing",
			"product",
		},
		"price in words": {
			"POST", "prices", priceOf(product, "nine"), 400, "invalid_request_error",
			"parameter_invalid_integer", "unit_amount",
		},
		"session of nobody": {
			"POST", "checkout/sessions", sessionOf("cus_1", "price_1"), 400, "invalid_request_error",
			"resource_missing", "customer",
		},
		"too long a list": {"GET", "prices", url.Values{"limit": {"101"}}, 400, "invalid_request_error", "", "limit"},
		"a page after none": {
			"GET", "prices",
			url.Values{"starting_after": {"x"}},
			400, "invalid_request_error",
			"resource_missing", "starting_after",
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			status, body, header := s.call(tt.method, tt.path, "", tt.form)
			said, _ := body["error"].(map[string]any)
			if status != tt.status || text(said, "type") != tt.kind ||
				text(said, "code") != tt.code || text(said, "param") != tt.param || text(said, "message") == "" {
				t.Errorf("%d %v", status, body)
			}
			if header.Get("Request-Id") == "" {
				t.Error("no Request-Id")
			}
		})
	}
}

func TestAPIWantsTheKey(t *testing.T) {
	s, _ := newSite(t, "")
	for name, authorization := range map[string]string{"none": "", "wrong": "Bearer sk_test_other", "basic": "Basic x"} {
		request, _ := http.NewRequest(http.MethodGet, s.url+emulator.Prefix+"/v1/prices", nil)
		request.Header.Set("Authorization", authorization)
		if status, body, _ := s.do(request); status != http.StatusUnauthorized || body["error"] == nil {
			t.Errorf("%s: %d %v", name, status, body)
		}
	}
}

func TestIdempotencyKeys(t *testing.T) {
	s, _ := newSite(t, "")
	form := url.Values{"name": {"Starter"}}
	_, first, _ := s.call(http.MethodPost, "products", "one", form)
	status, again, header := s.call(http.MethodPost, "products", "one", form)
	if status != http.StatusOK || text(first, "id") != text(again, "id") || header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("%d %v is not %v", status, again, first)
	}
	if _, other, _ := s.call(http.MethodPost, "products", "two", form); text(other, "id") == text(first, "id") {
		t.Error("another key made the same product")
	}
	status, body, _ := s.call(http.MethodPost, "products", "one", url.Values{"name": {"Studio"}})
	if said, _ := body["error"].(map[string]any); status != http.StatusBadRequest ||
		text(said, "type") != "idempotency_error" {
		t.Errorf("other parameters: %d %v", status, body)
	}
}

func TestLookupKeyBelongsToOnePrice(t *testing.T) {
	s, _ := newSite(t, "")
	product := text(s.create("products", url.Values{"name": {"Starter"}}), "id")
	s.create("prices", priceOf(product, "900"))
	newer := s.create("prices", priceOf(product, "1100"))
	_, found, _ := s.call(http.MethodGet, "prices", "", url.Values{
		"lookup_keys[0]": {"prokken_starter"}, "active": {"true"},
	})
	data, _ := found["data"].([]any)
	if len(data) != 1 || text(data[0].(map[string]any), "id") != text(newer, "id") {
		t.Errorf("found %v", found)
	}
	refused := priceOf(product, "1200")
	refused.Del("transfer_lookup_key")
	if status, body, _ := s.call(http.MethodPost, "prices", "", refused); status != http.StatusBadRequest {
		t.Errorf("taken without asking: %d %v", status, body)
	}
	_, first, _ := s.call(http.MethodGet, "prices", "", url.Values{"limit": {"1"}})
	data, _ = first["data"].([]any)
	if first["has_more"] != true || len(data) != 1 {
		t.Fatalf("first page %v", first)
	}
	_, rest, _ := s.call(http.MethodGet, "prices", "", url.Values{
		"limit": {"1"}, "starting_after": {text(data[0].(map[string]any), "id")},
	})
	if data, _ := rest["data"].([]any); rest["has_more"] != false || len(data) != 1 {
		t.Errorf("second page %v", rest)
	}
}

func TestExpiringASession(t *testing.T) {
	s, _ := newSite(t, "")
	session := s.newSession()
	path := "checkout/sessions/" + text(session, "id")
	if expired := s.create(path+"/expire", nil); text(expired, "status") != "expired" || expired["url"] != nil {
		t.Errorf("expired: %v", expired)
	}
	if status, body, _ := s.call(http.MethodPost, path+"/expire", "", nil); status != http.StatusBadRequest {
		t.Errorf("expired again: %d %v", status, body)
	}
}

func TestStateSurvivesARestart(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	before, e := newSite(t, file)
	before.refuse = 1000 // nothing is delivered
	session := before.newSession()
	if status, _, _ := before.pay(text(session, "url"), goodCard()); status != http.StatusSeeOther {
		t.Fatalf("status %d", status)
	}
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	after, _ := newSite(t, file)
	_, found, _ := after.call(http.MethodGet, "checkout/sessions/"+text(session, "id"), "", nil)
	if text(found, "status") != "complete" || text(found, "payment_status") != "paid" ||
		text(found, "subscription") == "" {
		t.Errorf("after the restart: %v", found)
	}
	after.waitForEvents(len(purchase))
}

func TestBrokenStateIsNamed(t *testing.T) {
	junk := filepath.Join(t.TempDir(), "stripe.db")
	if err := os.WriteFile(junk, []byte(strings.Repeat("this is no database ", 100)), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := filepath.Join(t.TempDir(), "stripe.db")
	_, e := newSite(t, broken)
	_ = e.Close()
	execute(t, broken, `INSERT INTO objects (kind, id, json) VALUES ('customer', 'cus_1', '{"id":')`)
	for _, file := range []string{junk, broken} {
		before, _ := os.ReadFile(file)
		if _, err := emulator.New(file, key, secret, "", ""); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("%s: %v", file, err)
		}
		if kept, _ := os.ReadFile(file); !bytes.Equal(kept, before) {
			t.Errorf("%s: the file was changed", file)
		}
	}
}

// execute changes a state file behind the emulator's back.
func execute(t *testing.T, file, statement string) {
	t.Helper()
	db, err := driver.Open("file:" + file)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(statement); err != nil {
		t.Fatal(err)
	}
}

func TestStateThatCannotBeSavedIsNotAcknowledged(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	s, _ := newSite(t, file)
	session := s.newSession()
	execute(t, file, "DROP TABLE objects")
	if status, body, _ := s.call(http.MethodPost, "customers", "", nil); status != http.StatusInternalServerError {
		t.Errorf("%d %v", status, body)
	}
	if status, page, _ := s.pay(text(session, "url"), goodCard()); status != http.StatusInternalServerError {
		t.Errorf("%d %s", status, page)
	}
	_, found, _ := s.call(http.MethodGet, "checkout/sessions/"+text(session, "id"), "", nil)
	if text(found, "status") != "open" {
		t.Errorf("the session is %v", found)
	}
}

func TestNoLiveKey(t *testing.T) {
	for _, live := range []string{"sk_live_x", "rk_live_x"} {
		if _, err := emulator.New("", live, secret, "", ""); err == nil {
			t.Errorf("%s is taken", live)
		}
	}
}

// waitForEvents waits until so many events were taken, each once.
func (s *site) waitForEvents(want int) {
	s.t.Helper()
	for range 1000 {
		s.mu.Lock()
		got := len(s.kinds)
		s.mu.Unlock()
		if got >= want {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.kinds) != want || len(s.ids) != want || !s.signed {
		s.t.Errorf("events %v, ids %v, signed %v", s.kinds, s.ids, s.signed)
	}
}
