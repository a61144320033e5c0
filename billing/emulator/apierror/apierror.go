// Package apierror is why a request is refused, in Stripe's words and codes. Every package
// of the emulator may call it. Start reading at [Error].
package apierror

import (
	"fmt"
	"net/http"
	"strings"
)

// The types of error that the API tells apart.
const (
	APIFailure     = "api_error"
	InvalidRequest = "invalid_request_error"
	Idempotency    = "idempotency_error"
	CardError      = "card_error"
)

// Error is why a request was not done.
type Error struct {
	Status                     int
	Type, Code, Message, Param string
	Decline                    string // the bank's word
	Intent                     string // the payment that it is about
	Keeps                      bool   // what the request did all the same stays
}

// Error is the message for whoever asked.
func (r *Error) Error() string { return r.Message }

// MissingParam refuses a request that lacks a parameter.
func MissingParam(param string) error {
	return BadParam(param, "parameter_missing", "Missing required param: "+param+".")
}

// BadParam refuses a parameter.
func BadParam(param, code, message string) error {
	return &Error{Status: http.StatusBadRequest, Type: InvalidRequest, Code: code, Message: message, Param: param}
}

// BadState refuses a request: what was asked for does not go with what there is.
func BadState(code, message string) error { return BadParam("", code, message) }

// NotFound says that nothing has an id: what the address names is 404, what a parameter names is 400.
func NotFound(kind, id, param string) error {
	status := http.StatusBadRequest
	if param == "" {
		status, param = http.StatusNotFound, "id"
	}
	return &Error{
		Status: status, Type: InvalidRequest, Code: "resource_missing",
		Message: fmt.Sprintf("No such %s: '%s'", kind, id), Param: param,
	}
}

// DocURL is the page that explains the code.
func (r *Error) DocURL() string { return DocURL(r.Code) }

// DocURL is the page that explains a code.
func DocURL(code string) string {
	return "https://stripe.com/docs/error-codes/" + strings.ReplaceAll(code, "_", "-")
}
