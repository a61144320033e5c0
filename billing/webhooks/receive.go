package webhooks

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strconv"
	"strings"
	"time"

	"github.com/stripe/stripe-go/v79/webhook"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// ErrBadSignature says that the webhook does not come from Stripe, or not just now.
var ErrBadSignature = errors.New("the webhook's signature is not valid")

// Receive takes a webhook: once it returns nil, the hint is stored, and a job will
// follow it. It is nil too for an event that was received
// before, for a customer who is not ours, and for what is signed but tells nothing that
// could be followed: Stripe switches an endpoint off that refuses for long.
func (s *Receiver) Receive(ctx context.Context, payload []byte, signature string) error {
	event, charge, err := s.verify(payload, signature)
	if errors.Is(err, errNoHint) {
		slog.WarnContext(ctx, "a webhook is signed, and tells nothing that is followed", "error", err)
		return nil
	}
	if err != nil {
		return err
	}
	if event.IsOther {
		event.Customer, charge = "", "" // it is stored, and nobody follows it
	}
	if event.Customer == "" && charge != "" {
		event.Charge = charge
		if event.Customer, err = payer(ctx, s.db, charge); err != nil {
			return err
		}
	}
	return payments.ReceiveEvent(ctx, s.db, event)
}

// payer is whom Stripe calls the payer of a charge; nobody of one that we have
// never seen: whoever stores it claims the event.
func payer(ctx context.Context, db *models.DB, charge string) (string, error) {
	c, err := payments.PayerOf(ctx, db, charge)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil
	}
	return c.StripeID, err
}

// verify accepts other API versions: of the event only what never changes is
// read, and the rest is fetched. It returns the charge, too, that the event is
// about: disputes and refunds do not name their customer.
func (s *Receiver) verify(payload []byte, signature string) (event payments.StripeEvent, charge string, err error) {
	if err := s.isSigned(payload, signature); err != nil {
		return event, "", err
	}
	if inFuture(signature, time.Now().Add(webhook.DefaultTolerance)) {
		return event, "", fmt.Errorf("%w: it is dated in the future", ErrBadSignature)
	}
	hint, err := readHint(payload)
	if err != nil {
		return event, "", err
	}
	about := hint.about()
	return payments.StripeEvent{
		ID: hint.ID, Kind: hint.Type, Customer: about.customer(), APIVersion: hint.APIVersion,
		ObjectID: about.ID, Livemode: hint.Livemode, Account: hint.Account, IsOther: s.isOther(hint),
		ReceivedAt: models.Now(),
	}, idOf(about.Charge), nil
}

// isSigned returns nil for what is signed with one of our secrets. An empty one would
// verify whatever anyone signs with nothing.
func (s *Receiver) isSigned(payload []byte, signature string) error {
	err := errors.New("there is no secret")
	for _, secret := range s.secrets {
		if secret == "" {
			continue
		}
		if err = webhook.ValidatePayload(payload, signature, secret); err == nil {
			return nil
		}
	}
	return fmt.Errorf("%w: %w", ErrBadSignature, err)
}

// isOther reports whether an event belongs to another mode or to a connected account: it
// says nothing of ours, whatever customer it names.
func (s *Receiver) isOther(h hint) bool { return h.Livemode != s.isLive || h.Account != "" }

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
