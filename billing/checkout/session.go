package checkout

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/snapshot"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/models/payments"
)

// open makes the hosted page for an attempt that has none. Whether the user
// has subscribed is looked at again: a purchase that ended just before the
// attempt was stored is in the database by now.
func (s *Seller) open(ctx context.Context, o purchase, attempt payments.Checkout) (string, error) {
	if err := s.refuse(ctx, o.user.ID, o.selection); err != nil {
		return "", errors.Join(err, s.abandon(ctx, attempt))
	}
	session, err := s.createSession(ctx, o, attempt)
	switch {
	case stripeapi.IsMissing(err, "customer"):
		return "", errors.Join(s.abandon(ctx, attempt), retry(s.customers.Replace(ctx, o.user, o.customer)))
	case err != nil:
		return "", errors.Join(err, s.abandon(ctx, attempt))
	}
	if err := payments.OfferCheckout(ctx, s.db, attempt.ID, session.ID, session.URL); err != nil {
		return "", err
	}
	return session.URL, s.expireStray(ctx, o.customer, session.ID)
}

// expireStray ends the older pages of a customer that nobody was led to, because Stripe's
// answer was lost: there is one page at a time on which something can be paid. A newer one
// is another tab's, which was faster.
func (s *Seller) expireStray(ctx context.Context, customer payments.Customer, offered string) error {
	params := &stripe.CheckoutSessionListParams{
		Customer: &customer.StripeID, Status: stripe.String(string(stripe.CheckoutSessionStatusOpen)),
	}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.Single = true
	isOlder := false
	list := s.stripe.CheckoutSessions.List(params)
	for list.Next() { // newest first
		id := list.CheckoutSession().ID
		if isOlder {
			if err := s.expireSession(ctx, id); err != nil {
				return err
			}
		}
		isOlder = isOlder || id == offered
	}
	return stripeapi.ClassifyList(list.Err(), customer)
}

// expireSession ends a page. If Stripe refuses, it was paid or ended this moment.
func (s *Seller) expireSession(ctx context.Context, id string) error {
	params := &stripe.CheckoutSessionExpireParams{}
	params.Context = ctx
	_, err := s.stripe.CheckoutSessions.Expire(id, params)
	if err = stripeapi.Classify(err); stripeapi.IsRefusal(err) {
		return nil
	}
	return err
}

// abandon gives up an attempt whose page nobody has seen, so that the next one
// has a new idempotency key: Stripe repeats a failure to the old one.
func (s *Seller) abandon(ctx context.Context, attempt payments.Checkout) error {
	return payments.AbandonCheckout(context.WithoutCancel(ctx), s.db, attempt.ID)
}

func (s *Seller) createSession(
	ctx context.Context, o purchase, attempt payments.Checkout,
) (*stripe.CheckoutSession, error) {
	params := s.sessionParams(ctx, o)
	params.SetIdempotencyKey(attempt.ID.String())
	session, err := s.stripe.CheckoutSessions.New(params)
	return session, stripeapi.Classify(err)
}

// resume looks at the page that is open already.
func (s *Seller) resume(ctx context.Context, o purchase, open payments.Checkout) (string, error) {
	session, err := s.session(ctx, open)
	switch {
	case err != nil:
		return "", err
	case session.Status == stripe.CheckoutSessionStatusComplete:
		return s.finishPage(ctx, o, session.ID)
	case session.Status == stripe.CheckoutSessionStatusExpired:
		return "", retry(payments.CloseCheckout(ctx, s.db, open.ID, payments.CheckoutExpired))
	case o.isFor(open) && session.Metadata[snapshot.PriceMark] == o.price.ID:
		return session.URL, nil
	}
	return "", retry(s.expire(ctx, open))
}

// finishPage: while someone else copies what was bought, the page that waits for
// it is the right one.
func (s *Seller) finishPage(ctx context.Context, o purchase, sessionID string) (string, error) {
	err := s.sync.Finish(ctx, o.customer)
	if errors.Is(err, stripesync.ErrBusy) {
		return s.returnAddress(sessionID), nil
	}
	return "", retry(err)
}

// session asks Stripe where an attempt stands. One that Stripe does not know
// can never be paid: it counts as expired.
func (s *Seller) session(ctx context.Context, open payments.Checkout) (*stripe.CheckoutSession, error) {
	params := &stripe.CheckoutSessionParams{}
	params.Context = ctx
	session, err := s.stripe.CheckoutSessions.Get(*open.SessionID, params)
	if err = stripeapi.Classify(err); stripeapi.IsMissing(err, "") {
		return &stripe.CheckoutSession{ID: *open.SessionID, Status: stripe.CheckoutSessionStatusExpired}, nil
	}
	return session, err
}

// expire ends the page of an attempt. If Stripe refuses, it was paid or ended
// this moment: the next look tells.
func (s *Seller) expire(ctx context.Context, open payments.Checkout) error {
	params := &stripe.CheckoutSessionExpireParams{}
	params.Context = ctx
	_, err := s.stripe.CheckoutSessions.Expire(*open.SessionID, params)
	if err = stripeapi.Classify(err); stripeapi.IsRefusal(err) {
		return nil
	}
	if err != nil {
		return err
	}
	return payments.CloseCheckout(ctx, s.db, open.ID, payments.CheckoutExpired)
}
