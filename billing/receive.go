package billing

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v79"
	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/models"
)

// ErrBadSignature: the webhook does not come from Stripe, or not just now.
var ErrBadSignature = errors.New("the webhook's signature is not valid")

// Receive takes a webhook: once it returns nil, the hint is stored together
// with the promise to sync. It is nil too for an event that was received
// before and for a customer who is not ours.
func (s *Service) Receive(ctx context.Context, payload []byte, signature string) error {
	event, err := s.verify(payload, signature)
	if err != nil {
		return err
	}
	seen := false
	err = s.db.Transaction(ctx, func(tx *models.DB) error {
		customer, err := tx.ReceiveEvent(ctx, &event)
		if errors.Is(err, models.ErrNotFound) {
			return nil
		}
		if err != nil {
			seen = errors.Is(err, models.ErrConflict)
			return err
		}
		return s.settings.EnqueueSync(ctx, tx, customer.ID)
	})
	if seen {
		return nil
	}
	return err
}

// verify accepts other API versions: of the event only what never changes is
// read, and the rest is fetched.
func (s *Service) verify(payload []byte, signature string) (models.StripeEvent, error) {
	if s.settings.WebhookSecret == "" { // it would verify whatever anyone signs with nothing
		return models.StripeEvent{}, ErrBadSignature
	}
	options := webhook.ConstructEventOptions{IgnoreAPIVersionMismatch: true}
	event, err := webhook.ConstructEventWithOptions(payload, signature, s.settings.WebhookSecret, options)
	if err != nil {
		return models.StripeEvent{}, fmt.Errorf("%w: %w", ErrBadSignature, err)
	}
	if inFuture(signature, time.Now().Add(webhook.DefaultTolerance)) {
		return models.StripeEvent{}, fmt.Errorf("%w: it is dated in the future", ErrBadSignature)
	}
	if event.ID == "" || event.Data == nil {
		return models.StripeEvent{}, errors.New("the webhook is signed, but it is no event")
	}
	object, customer, err := aboutWhom(event.Data.Raw)
	return models.StripeEvent{
		ID: event.ID, Kind: string(event.Type), Customer: customer, APIVersion: event.APIVersion, ObjectID: object, ReceivedAt: models.Now(),
	}, err
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

// aboutWhom is an event's object, and its customer: itself, or the one that it
// names or holds.
func aboutWhom(raw []byte) (object, customer string, err error) {
	var about struct {
		ID       string          `json:"id"`
		Object   string          `json:"object"`
		Customer json.RawMessage `json:"customer"`
	}
	if err := json.Unmarshal(raw, &about); err != nil {
		return "", "", fmt.Errorf("the webhook's object: %w", err)
	}
	if about.Object == "customer" {
		return about.ID, about.ID, nil
	}
	if id, plain := stripe.ParseID(about.Customer); plain {
		return about.ID, id, nil
	}
	var expanded struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(about.Customer, &expanded) // an event may be about no customer
	return about.ID, expanded.ID, nil
}
