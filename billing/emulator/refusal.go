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
)

// refusal is why a request was not done.
type refusal struct {
	status                     int
	kind, code, message, param string
}

// Error is the message for whoever asked.
func (r *refusal) Error() string { return r.message }

func missingParam(param string) error {
	return &refusal{http.StatusBadRequest, invalidRequest, "parameter_missing", "Missing required param: " + param + ".", param}
}

func badParam(param, code, message string) error {
	return &refusal{http.StatusBadRequest, invalidRequest, code, message, param}
}

// noSuch: what the address names is 404, what a parameter names is 400.
func noSuch(kind, id, param string) error {
	status := http.StatusBadRequest
	if param == "" {
		status, param = http.StatusNotFound, "id"
	}
	return &refusal{status, invalidRequest, "resource_missing", fmt.Sprintf("No such %s: '%s'", kind, id), param}
}

// failed is the answer for an error.
func failed(err error) answer {
	var r *refusal
	if !errors.As(err, &r) {
		r = &refusal{http.StatusInternalServerError, apiFailure, "", "The emulator failed: " + err.Error(), ""}
	}
	details := map[string]string{"type": r.kind, "message": r.message}
	if r.code != "" {
		details["code"] = r.code
	}
	if r.param != "" {
		details["param"] = r.param
	}
	body, _ := json.Marshal(map[string]any{"error": details}) // strings always can be
	return answer{Status: r.status, Body: body}
}
