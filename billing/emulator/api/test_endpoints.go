package api

import (
	"encoding/json"
	"net/http"
	"time"

	"github.com/prokken/prokken/billing/emulator/actions"
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/rules"
)

// act is one of the endpoints for scripts, below [store.Prefix] + /test/. They take and
// give JSON and want the API's key.
type act func(do *actions.Actions, sent asked) (any, error)

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
	objects.Payment
}

func testEndpoints() map[string]act {
	done := func(err error) (any, error) { return map[string]bool{"ok": true}, err }
	named := func(id string, err error) (any, error) { return map[string]string{"id": id}, err }
	return map[string]act{
		"POST /test/pay": func(do *actions.Actions, a asked) (any, error) { return do.Pay(a.Session, a.Payment) },
		"POST /test/authenticate": func(do *actions.Actions, a asked) (any, error) {
			if a.Session != "" {
				return do.Answer(a.Session, a.Answer)
			}
			return done(do.Authenticate(a.PaymentIntent, a.Answer))
		},
		"POST /test/pay_invoice": func(do *actions.Actions, a asked) (any, error) {
			return do.PayInvoiceWith(a.Invoice, rules.CardOf(a.Payment))
		},
		"POST /test/settle": func(do *actions.Actions, a asked) (any, error) {
			return done(do.Settle(a.PaymentIntent, a.Succeeds))
		},
		"POST /test/refund": func(do *actions.Actions, a asked) (any, error) {
			return named(do.Refund(a.Charge, a.Amount, a.Reason))
		},
		"POST /test/fail_refund": func(do *actions.Actions, a asked) (any, error) { return done(do.FailRefund(a.Refund)) },
		"POST /test/dispute": func(do *actions.Actions, a asked) (any, error) {
			return named(do.Dispute(a.Charge, a.Reason))
		},
		"POST /test/dispute/close": func(do *actions.Actions, a asked) (any, error) {
			return done(do.Decide(a.Dispute, a.Won))
		},
		"POST /test/card": func(do *actions.Actions, a asked) (any, error) {
			return named(do.GiveCard(a.Customer, rules.CardOf(a.Payment)))
		},
		"POST /test/renew_card": func(do *actions.Actions, a asked) (any, error) { return done(do.RenewCard(a.Customer)) },
		"POST /test/lose_address": func(do *actions.Actions, a asked) (any, error) {
			return done(do.LoseAddress(a.Subscription))
		},
		"POST /test/resend": func(do *actions.Actions, a asked) (any, error) { return done(do.Resend(a.Event)) },
		"POST /test/reset":  func(do *actions.Actions, _ asked) (any, error) { return done(do.Reset()) },
		"POST /test/clock": func(do *actions.Actions, a asked) (any, error) {
			err := do.Advance(time.Duration(a.Seconds) * time.Second)
			return map[string]int64{"now": do.Now().Unix()}, err
		},
		"GET /test/clock": func(do *actions.Actions, _ asked) (any, error) {
			return map[string]int64{"now": do.Now().Unix()}, nil
		},
		"GET /test/switches":   func(do *actions.Actions, _ asked) (any, error) { return do.Switches(), nil },
		"POST /test/switches":  func(do *actions.Actions, a asked) (any, error) { return switchTo(do, a.raw) },
		"GET /test/deliveries": func(do *actions.Actions, _ asked) (any, error) { return do.Log(1000), nil },
	}
}

// switchTo leaves as they are the switches that are not named.
func switchTo(do *actions.Actions, raw []byte) (any, error) {
	to := do.Switches()
	if err := json.Unmarshal(raw, &to); err != nil {
		return nil, apierror.BadParam("switches", "", "The switches cannot be read: "+err.Error())
	}
	return to, do.SetSwitches(to)
}

func (s *Server) testEndpoint(do act) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		id := objects.NewID("req_")
		result, err := s.testOnce(do, r)
		if err != nil {
			write(w, id, s.failed(err))
			return
		}
		body, _ := json.Marshal(result) // plain data
		write(w, id, objects.Answer{Status: http.StatusOK, Body: body})
	}
}

func (s *Server) testOnce(do act, r *http.Request) (any, error) {
	if err := s.authenticate(r); err != nil {
		return nil, err
	}
	sent, raw := asked{}, json.RawMessage{}
	if r.Method == http.MethodPost && r.ContentLength != 0 {
		if err := json.NewDecoder(r.Body).Decode(&raw); err != nil {
			return nil, apierror.BadParam("", "", "The JSON cannot be read: "+err.Error())
		}
		if err := json.Unmarshal(raw, &sent); err != nil {
			return nil, apierror.BadParam("", "", "The JSON cannot be read: "+err.Error())
		}
	}
	sent.raw = raw
	if len(raw) == 0 {
		sent.raw = []byte("{}")
	}
	return do(s.actions, sent)
}
