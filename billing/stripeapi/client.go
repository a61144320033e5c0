// Package stripeapi is the client of Stripe's API: limits of time, the sorting of
// errors into refusals and [ErrUnavailable], idempotency keys, and the few calls
// that several parts of billing share. It knows nothing of what we sell and imports
// no other part of billing. Start reading at [New] and [Classify].
package stripeapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	"github.com/stripe/stripe-go/v79"
	"github.com/stripe/stripe-go/v79/client"

	"github.com/prokken/prokken/models"
)

// ErrUnavailable says that Stripe is down, slow or asks us to slow down. Trying again
// later helps.
var ErrUnavailable = errors.New("cannot reach Stripe")

const retries = 1

// Client is stripe-go's client with the calls that several parts share.
type Client struct {
	*client.API
	Limits Limits
}

// New makes a [Client]. It never logs: what Stripe answers holds personal data.
func New(key, address string, limits Limits) *Client {
	limits = limits.OrDefault()
	backend := &stripe.BackendConfig{
		HTTPClient:        &http.Client{Timeout: limits.Call},
		MaxNetworkRetries: stripe.Int64(retries),
		EnableTelemetry:   stripe.Bool(false),
		LeveledLogger:     &stripe.LeveledLogger{Level: stripe.LevelNull},
	}
	if address != "" {
		backend.URL = &address
	}
	return &Client{client.New(key, stripe.NewBackendsWithConfig(backend)), limits}
}

// Classify sorts the errors of a call: a refusal of what we asked stays as it
// is, everything else is ErrUnavailable.
func Classify(err error) error {
	var refusal *stripe.Error
	var network *url.Error
	switch {
	case err == nil,
		errors.Is(err, context.Canceled),
		errors.Is(err, ErrUnavailable),
		errors.Is(err, models.ErrConflict): // explained already
		return err
	case errors.As(err, &refusal):
		return classifyRefusal(refusal)
	case errors.As(err, &network), errors.Is(err, context.DeadlineExceeded):
		return fmt.Errorf("%w: %w", ErrUnavailable, err)
	}
	return fmt.Errorf("%w: its answer makes no sense", ErrUnavailable) // the error would quote the answer
}

// classifyRefusal: for whoever is served, a wrong key is Stripe being away. 409 is a request with
// the same idempotency key under way.
func classifyRefusal(refusal *stripe.Error) error {
	status := refusal.HTTPStatusCode
	if status == http.StatusUnauthorized || status == http.StatusForbidden { // nobody else can mend that, or do without
		return fmt.Errorf("%w: it refuses our key, request %s", ErrUnavailable, refusal.RequestID)
	}
	if status >= 500 || status == http.StatusTooManyRequests || status == http.StatusConflict {
		return fmt.Errorf("%w: status %d, request %s", ErrUnavailable, status, refusal.RequestID)
	}
	return refusal
}

// IsMissing reports whether Stripe knows nothing of the thing that the
// parameter names; for "" of the thing asked for itself.
func IsMissing(err error, param string) bool {
	var refusal *stripe.Error
	if !errors.As(err, &refusal) || refusal.Code != stripe.ErrorCodeResourceMissing {
		return false
	}
	return param == "" || refusal.Param == param
}

// HasCode reports whether Stripe refused with this code.
func HasCode(err error, code stripe.ErrorCode) bool {
	var refusal *stripe.Error
	return errors.As(err, &refusal) && refusal.Code == code
}

// IsRefusal reports whether Stripe understood and said no.
func IsRefusal(err error) bool {
	var refusal *stripe.Error
	return errors.As(err, &refusal)
}
