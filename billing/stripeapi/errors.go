package stripeapi

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/stripe/stripe-go/v79"
)

// AsTimeout adds [ErrUnavailable] to an error where the page's time ran out: it was
// Stripe that took it.
func AsTimeout(limited context.Context, err error) error {
	if err != nil && !errors.Is(err, ErrUnavailable) && errors.Is(limited.Err(), context.DeadlineExceeded) {
		return errors.Join(ErrUnavailable, err)
	}
	return err
}

// ErrUnknownCustomer says that Stripe does not know a customer: the key is another
// account's, the customer was deleted there, or an emulator was reset.
var ErrUnknownCustomer = errors.New("the customer is not known to Stripe")

// ClassifyList classifies the error of a list. A customer whom Stripe does not know is
// an error, not the end of the list: the key may be the wrong one.
func ClassifyList(err error, customer payments.Customer) error {
	err = Classify(err)
	if IsMissing(err, "customer") {
		return fmt.Errorf("%w: %s: %w", ErrUnknownCustomer, customer.StripeID, err)
	}
	return err
}

// Refusal returns Stripe's own reason for not doing what was asked; false if the error
// is another one.
func Refusal(err error) (string, bool) {
	var refusal *stripe.Error
	if !errors.As(err, &refusal) || errors.Is(err, ErrUnavailable) {
		return "", false
	}
	return refusal.Msg, true
}

// IsOutdated reports whether Stripe refused what our copy offers, for which it is
// most likely too old, or we saw ourselves that it is.
func IsOutdated(err error) bool {
	if errors.Is(err, models.ErrConflict) {
		return true
	}
	var refusal *stripe.Error
	if !errors.As(err, &refusal) || refusal.Type != stripe.ErrorTypeInvalidRequest {
		return false
	}
	return refusal.HTTPStatusCode == http.StatusBadRequest || refusal.HTTPStatusCode == http.StatusNotFound
}

// ErrDeclined says that the payment for a change did not go through, and that nothing
// changed.
var ErrDeclined = errors.New("the payment was declined")

// AsDeclined adds [ErrDeclined] to Stripe's refusal of a card.
func AsDeclined(err error) error {
	var refusal *stripe.Error
	if errors.As(err, &refusal) && refusal.Type == stripe.ErrorTypeCard {
		return errors.Join(ErrDeclined, err)
	}
	return err
}

// IsLost reports whether an error says that Stripe does not know the customer. One
// that is live there is not lost if the key is for tests.
func IsLost(err error) bool {
	var refusal *stripe.Error
	return errors.Is(err, ErrUnknownCustomer) && errors.As(err, &refusal) &&
		!strings.Contains(refusal.Msg, "exists in live mode")
}
