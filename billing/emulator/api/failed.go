package api

import (
	"encoding/json"
	"errors"
	"net/http"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/store"
)

// failed is the answer for an error.
func (s *Server) failed(err error) (done objects.Answer) {
	s.store.View(func(tx *store.Tx) { done = failed(tx, err) })
	return done
}

func failed(tx *store.Tx, err error) objects.Answer {
	var r *apierror.Error
	if !errors.As(err, &r) {
		r = &apierror.Error{
			Status: http.StatusInternalServerError, Type: apierror.APIFailure,
			Message: "The emulator failed: " + err.Error(),
		}
	}
	details := map[string]any{
		"type": r.Type, "message": r.Message,
		"request_log_url": "https://dashboard.stripe.com/test/logs",
	}
	for name, text := range map[string]string{"code": r.Code, "param": r.Param, "decline_code": r.Decline} {
		if text != "" {
			details[name] = text
		}
	}
	if r.Code != "" {
		details["doc_url"] = r.DocURL()
	}
	if intent := tx.PaymentIntents.Look(r.Intent); intent != nil {
		details["payment_intent"] = render.Object(tx, intent)
	}
	body, _ := json.Marshal(map[string]any{"error": details}) // strings always can be
	return objects.Answer{Status: r.Status, Body: body}
}
