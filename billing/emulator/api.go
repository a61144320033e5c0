package emulator

import (
	"crypto/subtle"
	"encoding/json"
	"net/http"
	"strings"
)

// operation is one kind of API request. It runs under the lock.
type operation struct {
	takes    string // the parameters that it knows, by the first part of their names
	requires []string
	do       func(e *Emulator, p params) (any, error)
}

// operations is the part of Stripe's API that there is.
var operations = map[string]operation{
	"POST /v1/customers":                     {"email name metadata", nil, createCustomer},
	"GET /v1/customers/{id}":                 {"", nil, retrieveCustomer},
	"POST /v1/products":                      {"name description metadata", []string{"name"}, createProduct},
	"GET /v1/prices":                         {"lookup_keys active product " + paging, nil, listPrices},
	"POST /v1/prices":                        {"currency product unit_amount recurring lookup_key transfer_lookup_key metadata", priceRequires, createPrice},
	"GET /v1/prices/{id}":                    {"", nil, retrievePrice},
	"POST /v1/checkout/sessions":             {"mode customer client_reference_id line_items success_url cancel_url metadata subscription_data", sessionRequires, createSession},
	"GET /v1/checkout/sessions/{id}":         {"", nil, retrieveSession},
	"POST /v1/checkout/sessions/{id}/expire": {"", nil, expireSession},
	"GET /v1/subscriptions":                  {"customer status " + paging, nil, listSubscriptions},
	"GET /v1/subscriptions/{id}":             {"", nil, retrieveSubscription},
	"POST /v1/subscriptions/{id}":            {"cancel_at_period_end metadata", nil, updateSubscription},
	"DELETE /v1/subscriptions/{id}":          {"invoice_now prorate", nil, cancelSubscription},
	"GET /v1/invoices":                       {"customer subscription status " + paging, nil, listInvoices},
}

func (e *Emulator) api(op operation) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		p, err := e.admit(op, r)
		if err != nil {
			write(w, failed(err))
			return
		}
		write(w, e.answer(op, p, r))
	}
}

// admit lets in requests that have the key and only parameters that are known.
func (e *Emulator) admit(op operation, r *http.Request) (params, error) {
	if err := e.authenticate(r); err != nil {
		return params{}, err
	}
	p, err := readParams(r)
	if err != nil {
		return params{}, err
	}
	return p, p.check(op)
}

func (e *Emulator) authenticate(r *http.Request) error {
	key, found := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if !found {
		key, _, _ = r.BasicAuth()
	}
	switch {
	case key == "":
		return &refusal{http.StatusUnauthorized, invalidRequest, "", "You did not provide an API key.", ""}
	case subtle.ConstantTimeCompare([]byte(key), []byte(e.key)) != 1:
		return &refusal{http.StatusUnauthorized, invalidRequest, "", "Invalid API Key provided.", ""}
	}
	return nil
}

// answer runs the operation, or repeats what it answered to the same
// idempotency key, and saves before it tells.
func (e *Emulator) answer(op operation, p params, r *http.Request) answer {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.state.expireCheckouts(e.now())
	saved, mark, found := e.saved(p, r)
	if found {
		return saved
	}
	result, err := op.do(e, p)
	if err != nil {
		return failed(err)
	}
	body, err := json.Marshal(result)
	if err != nil {
		return failed(err)
	}
	done := answer{Status: http.StatusOK, Body: body, Mark: mark, At: e.now().Unix()}
	if r.Method == http.MethodGet {
		return done
	}
	e.remember(r, done)
	if err := e.save(); err != nil {
		return failed(err)
	}
	e.publish()
	return done
}

func (e *Emulator) unknownRoute(w http.ResponseWriter, r *http.Request) {
	if err := e.authenticate(r); err != nil {
		write(w, failed(err))
		return
	}
	write(w, failed(&refusal{http.StatusNotFound, invalidRequest, "", "Unrecognized request URL (" + r.Method + ": " + r.URL.Path + ").", ""}))
}

func write(w http.ResponseWriter, a answer) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Request-Id", newID("req_"))
	if a.Repeated {
		w.Header().Set("Idempotent-Replayed", "true")
	}
	w.WriteHeader(a.Status)
	_, _ = w.Write(a.Body)
}
