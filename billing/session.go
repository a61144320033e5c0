package billing

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// open makes the hosted page for an attempt that has none. Whether the user
// has subscribed is looked at again: a purchase that ended just before the
// attempt was stored is in the database by now.
func (s *Service) open(ctx context.Context, o order, attempt payments.Checkout) (string, error) {
	if err := s.refuse(ctx, o.user.ID, o.wish); err != nil {
		return "", errors.Join(err, s.abandon(ctx, attempt))
	}
	session, err := s.createSession(ctx, o, attempt)
	switch {
	case isMissing(err, "customer"):
		return "", errors.Join(s.abandon(ctx, attempt), again(s.replaceCustomer(ctx, o.user, o.customer)))
	case err != nil:
		return "", errors.Join(err, s.abandon(ctx, attempt))
	}
	return session.URL, payments.OfferCheckout(ctx, s.db, attempt.ID, session.ID, session.URL)
}

// abandon gives up an attempt whose page nobody has seen, so that the next one
// has a new idempotency key: Stripe repeats a failure to the old one.
func (s *Service) abandon(ctx context.Context, attempt payments.Checkout) error {
	return payments.AbandonCheckout(context.WithoutCancel(ctx), s.db, attempt.ID)
}

func (s *Service) createSession(ctx context.Context, o order, attempt payments.Checkout) (*stripe.CheckoutSession, error) {
	params := s.sessionParams(ctx, o)
	params.SetIdempotencyKey(attempt.ID.String())
	session, err := s.stripe.CheckoutSessions.New(params)
	return session, explain(err)
}

// goOn looks at the page that is open already.
func (s *Service) goOn(ctx context.Context, o order, open payments.Checkout) (string, error) {
	session, err := s.session(ctx, open)
	switch {
	case err != nil:
		return "", err
	case session.Status == stripe.CheckoutSessionStatusComplete:
		return s.finishPage(ctx, o, session.ID)
	case session.Status == stripe.CheckoutSessionStatusExpired:
		return "", again(payments.CloseCheckout(ctx, s.db, open.ID, payments.CheckoutExpired))
	case o.isFor(open) && session.Metadata[priceMark] == o.price.ID:
		return session.URL, nil
	}
	return "", again(s.expire(ctx, open))
}

// finishPage: while someone else copies what was bought, the page that waits for
// it is the right one.
func (s *Service) finishPage(ctx context.Context, o order, sessionID string) (string, error) {
	err := s.finish(ctx, o.customer)
	if errors.Is(err, ErrBusy) {
		return s.settings.returnAddress(sessionID), nil
	}
	return "", again(err)
}

// finish copies what was bought, which also closes the checkout; the next look
// finds the subscription.
func (s *Service) finish(ctx context.Context, customer payments.Customer) error {
	if _, err := payments.MarkDirty(ctx, s.db, customer.ID); err != nil {
		return err
	}
	return s.sync(ctx, customer.ID, pageWait)
}

// session asks Stripe where an attempt stands. One that Stripe does not know
// can never be paid: it counts as expired.
func (s *Service) session(ctx context.Context, open payments.Checkout) (*stripe.CheckoutSession, error) {
	params := &stripe.CheckoutSessionParams{}
	params.Context = ctx
	session, err := s.stripe.CheckoutSessions.Get(*open.SessionID, params)
	if err = explain(err); isMissing(err, "") {
		return &stripe.CheckoutSession{ID: *open.SessionID, Status: stripe.CheckoutSessionStatusExpired}, nil
	}
	return session, err
}

// expire ends the page of an attempt. If Stripe refuses, it was paid or ended
// this moment: the next look tells.
func (s *Service) expire(ctx context.Context, open payments.Checkout) error {
	params := &stripe.CheckoutSessionExpireParams{}
	params.Context = ctx
	_, err := s.stripe.CheckoutSessions.Expire(*open.SessionID, params)
	if err = explain(err); isRefusal(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return payments.CloseCheckout(ctx, s.db, open.ID, payments.CheckoutExpired)
}
