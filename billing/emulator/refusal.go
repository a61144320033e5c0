package emulator

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// The types of error that the API tells apart.
const (
	apiFailure     = "api_error"
	invalidRequest = "invalid_request_error"
	idempotency    = "idempotency_error"
	cardError      = "card_error"
)

// refusal is why a request was not done.
type refusal struct {
	status                     int
	kind, code, message, param string
	decline                    string // the bank's word
	intent                     string // the payment that it is about
	keeps                      bool   // what the request did all the same stays
}

// Error is the message for whoever asked.
func (r *refusal) Error() string { return r.message }

func missingParam(param string) error {
	return badParam(param, "parameter_missing", "Missing required param: "+param+".")
}

func badParam(param, code, message string) error {
	return &refusal{status: http.StatusBadRequest, kind: invalidRequest, code: code, message: message, param: param}
}

// badState: what was asked for does not go with what there is.
func badState(code, message string) error { return badParam("", code, message) }

// noSuch: what the address names is 404, what a parameter names is 400.
func noSuch(kind, id, param string) error {
	status := http.StatusBadRequest
	if param == "" {
		status, param = http.StatusNotFound, "id"
	}
	return &refusal{status: status, kind: invalidRequest, code: "resource_missing", message: fmt.Sprintf("No such %s: '%s'", kind, id), param: param}
}

// failed is the answer for an error.
func (e *Emulator) failed(err error) answer {
	var r *refusal
	if !errors.As(err, &r) {
		r = &refusal{status: http.StatusInternalServerError, kind: apiFailure, message: "The emulator failed: " + err.Error()}
	}
	details := map[string]any{"type": r.kind, "message": r.message, "request_log_url": "https://dashboard.stripe.com/test/logs"}
	for name, text := range map[string]string{"code": r.code, "param": r.param, "decline_code": r.decline} {
		if text != "" {
			details[name] = text
		}
	}
	if r.code != "" {
		details["doc_url"] = r.docURL()
	}
	if intent := e.state.paymentIntents.look(r.intent); intent != nil {
		details["payment_intent"] = e.render(intent)
	}
	body, _ := json.Marshal(map[string]any{"error": details}) // strings always can be
	return answer{Status: r.status, Body: body}
}

func (r *refusal) docURL() string { return "https://stripe.com/docs/error-codes/" + dashed(r.code) }

func dashed(code string) string {
	text := []byte(code)
	for i := range text {
		if text[i] == '_' {
			text[i] = '-'
		}
	}
	return string(text)
}
