package emulator

import (
	"encoding/json"
	"net/http"
	"time"
)

// act is one of the endpoints for scripts, below Prefix + /test/. They take and
// give JSON and want the API's key.
type act func(e *Emulator, sent asked) (any, error)

// asked are the fields that an act may take.
type asked struct {
	Session       string `json:"session"`
	PaymentIntent string `json:"payment_intent"`
	Charge        string `json:"charge"`
	Customer      string `json:"customer"`
	Invoice       string `json:"invoice"`
	Refund        string `json:"refund"`
	Dispute       string `json:"dispute"`
	Subscription  string `json:"subscription"`
	Event         string `json:"event"`
	Answer        string `json:"answer"`
	Succeeds      bool   `json:"succeeds"`
	Amount        int64  `json:"amount"`
	Reason        string `json:"reason"`
	Won           bool   `json:"won"`
	Seconds       int64  `json:"seconds"`
	Limit         int    `json:"limit"`
	raw           []byte
	Payment
}

func acts() map[string]act {
	done := func(err error) (any, error) { return map[string]bool{"ok": true}, err }
	named := func(id string, err error) (any, error) { return map[string]string{"id": id}, err }
	return map[string]act{
		"POST /test/pay": func(e *Emulator, a asked) (any, error) { return e.Pay(a.Session, a.Payment) },
		"POST /test/authenticate": func(e *Emulator, a asked) (any, error) {
			if a.Session != "" {
				return e.Answer(a.Session, a.Answer)
			}
			return done(e.Authenticate(a.PaymentIntent, a.Answer))
		},
		"POST /test/pay_invoice":   func(e *Emulator, a asked) (any, error) { return e.payInvoiceWith(a.Invoice, a.card()) },
		"POST /test/settle":        func(e *Emulator, a asked) (any, error) { return done(e.Settle(a.PaymentIntent, a.Succeeds)) },
		"POST /test/refund":        func(e *Emulator, a asked) (any, error) { return named(e.Refund(a.Charge, a.Amount, a.Reason)) },
		"POST /test/fail_refund":   func(e *Emulator, a asked) (any, error) { return done(e.FailRefund(a.Refund)) },
		"POST /test/dispute":       func(e *Emulator, a asked) (any, error) { return named(e.Dispute(a.Charge, a.Reason)) },
		"POST /test/dispute/close": func(e *Emulator, a asked) (any, error) { return done(e.Decide(a.Dispute, a.Won)) },
		"POST /test/card":          func(e *Emulator, a asked) (any, error) { return named(e.giveCard(a.Customer, a.card())) },
		"POST /test/renew_card":    func(e *Emulator, a asked) (any, error) { return done(e.RenewCard(a.Customer)) },
		"POST /test/lose_address":  func(e *Emulator, a asked) (any, error) { return done(e.LoseAddress(a.Subscription)) },
		"POST /test/resend":        func(e *Emulator, a asked) (any, error) { return done(e.Resend(a.Event)) },
		"POST /test/reset":         func(e *Emulator, _ asked) (any, error) { return done(e.Reset()) },
		"POST /test/clock": func(e *Emulator, a asked) (any, error) {
			err := e.Advance(time.Duration(a.Seconds) * time.Second)
			return map[string]int64{"now": e.Now().Unix()}, err
		},
		"GET /test/clock":      func(e *Emulator, _ asked) (any, error) { return map[string]int64{"now": e.Now().Unix()}, nil },
		"GET /test/switches":   func(e *Emulator, _ asked) (any, error) { return e.Switches(), nil },
		"POST /test/switches":  func(e *Emulator, a asked) (any, error) { return switchTo(e, a.raw) },
		"GET /test/deliveries": func(e *Emulator, _ asked) (any, error) { return e.Log(1000), nil },
	}
}

// switchTo leaves as they are the switches that are not named.
func switchTo(e *Emulator, raw []byte) (any, error) {
	to := e.Switches()
	if err := json.Unmarshal(raw, &to); err != nil {
		return nil, badParam("switches", "", "The switches cannot be read: "+err.Error())
	}
	return to, e.SetSwitches(to)
}

func (e *Emulator) test(do act) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := newID("req_")
		result, err := e.testOnce(do, r)
		if err != nil {
			e.mu.Lock()
			defer e.mu.Unlock()
			write(w, id, e.failed(err))
			return
		}
		body, _ := json.Marshal(result) // plain data
		write(w, id, answer{Status: http.StatusOK, Body: body})
	}
}

func (e *Emulator) testOnce(do act, r *http.Request) (any, error) {
	if err := e.authenticate(r); err != nil {
		return nil, err
	}
	sent, raw := asked{}, json.RawMessage{}
	if r.Method == http.MethodPost && r.ContentLength != 0 {
		if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
			return nil, badParam("", "", "The JSON cannot be read: "+err.Error())
		}
		if err := json.Unmarshal(raw, &sent); err != nil {
			return nil, badParam("", "", "The JSON cannot be read: "+err.Error())
		}
	}
	sent.raw = raw
	if len(raw) == 0 {
		sent.raw = []byte("{}")
	}
	return do(e, sent)
}
