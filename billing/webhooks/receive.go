package webhooks

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ErrBadSignature says that the webhook does not come from Stripe, or not just now.
var ErrBadSignature = errors.New("the webhook's signature is not valid")

// Receive takes a webhook: once it returns nil, the hint is stored together
// with the promise to sync. It is nil too for an event that was received
// before and for a customer who is not ours.
func (s *Receiver) Receive(ctx context.Context, payload []byte, signature string) error {
	event, charge, err := s.verify(payload, signature)
	if err != nil {
		return err
	}
	seen := false
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		if event.Customer == "" && charge != "" {
			event.Charge = charge
			if event.Customer, err = payer(ctx, tx, charge); err != nil {
				return err
			}
		}
		customer, err := payments.ReceiveEvent(ctx, tx, &event)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		if err != nil {
			seen = errors.Is(err, models.ErrConflict)
			return err
		}
		return s.queue.SyncCustomer(ctx, tx, customer)
	})
	if seen {
		return nil
	}
	return err
}

// payer is whom Stripe calls the payer of a charge; nobody of one that we have
// never seen: whoever stores it claims the event.
func payer(ctx context.Context, tx *models.DB, charge string) (string, error) {
	c, err := payments.PayerOf(ctx, tx, charge)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil
	}
	return c.StripeID, err
}

// verify accepts other API versions: of the event only what never changes is
// read, and the rest is fetched. It returns the charge, too, that the event is
// about: disputes and refunds do not name their customer.
func (s *Receiver) verify(payload []byte, signature string) (event payments.StripeEvent, charge string, err error) {
	if s.secret == "" { // it would verify whatever anyone signs with nothing
		return event, "", ErrBadSignature
	}
	options := webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true}
	hint, err := webhook.ConstructEventWithOptions(payload, signature, s.secret, options)
	if err != nil {
		return event, "", fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	if inFuture(signature, time.Now().Add(webhook.DefaultTolerance)) {
		return event, "", fmt.Errorf("%w: it is dated in the future", ErrBadSignature)
	}
	if hint.ID == "" || hint.Data == nil {
		return event, "", errors.New("the webhook is signed, but it is no event")
	}
	about, err := readAbout(hint.Data.Raw)
	return payments.StripeEvent{
		ID: hint.ID, Kind: string(hint.Type), Customer: about.customer(), APIVersion: hint.APIVersion,
		ObjectID: about.ID, ReceivedAt: models.Now(),
	}, idOf(about.Charge), err
}

// inFuture reports whether the signature bears a time after the limit, which
// stripe-go lets pass.
func inFuture(signature string, limit time.Time) bool {
	for part := range strings.SplitSeq(signature, ",") {
		seconds, found := strings.CutPrefix(part, "t=")
		if !found {
			continue
		}
		if at, err := strconv.ParseInt(seconds, 10, 64); err != nil || at > limit.Unix() {
			return true
		}
	}
	return false
}
