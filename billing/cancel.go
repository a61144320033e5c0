package billing

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// Cancel lets the user's plan end with the period that is paid; a change that was
// scheduled is forgotten. Comment is why, in their own words, if they say. It is safe
// many times.
func (s *Service) Cancel(ctx context.Context, user users.User, comment string) error {
	return s.setRenewal(ctx, user, func(params *stripe.SubscriptionParams) {
		params.CancelAtPeriodEnd = stripe.Bool(true)
		if comment != "" {
			params.CancellationDetails = &stripe.SubscriptionCancellationDetailsParams{Comment: &comment}
		}
	})
}

// Resume lets a plan go on that was cancelled and has not ended. One that goes on keeps
// the change that is scheduled: [Service.Keep] takes that back, where it may.
func (s *Service) Resume(ctx context.Context, user users.User) error {
	sub, has, err := s.Current(ctx, user.ID)
	if err != nil || has && Ends(sub) == nil && sub.Next.At != nil {
		return err
	}
	return s.setRenewal(ctx, user, func(params *stripe.SubscriptionParams) {
		params.CancelAtPeriodEnd = stripe.Bool(false)
		params.AddMetadata(deletionMark, "") // their own word is the last one
	})
}

func (s *Service) setRenewal(ctx context.Context, user users.User, set func(*stripe.SubscriptionParams)) error {
	sub, has, err := s.Current(ctx, user.ID)
	if err == nil && !has {
		err = ErrNoPlan
	}
	if err != nil {
		return err
	}
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil {
		return err
	}
	return s.act(ctx, customer, func(ctx context.Context) error {
		if sub.Status == string(stripe.SubscriptionStatusIncomplete) { // which Stripe lets nobody change
			return s.end(ctx, sub.ID)
		}
		if err := s.release(ctx, sub.ScheduleID); err != nil {
			return err
		}
		params := &stripe.SubscriptionParams{}
		params.Context = ctx
		set(params)
		_, err := s.stripe.Subscriptions.Update(sub.ID, params)
		return err
	})
}

// The pages of Stripe's portal that we lead to.
const (
	PortalHome = ""
	PortalCard = "payment_method_update"
)

// Portal is the address of Stripe's own page about the user's card, address, tax
// ids and invoices, which leads back to path of ours.
func (s *Service) Portal(ctx context.Context, user users.User, flow, path string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	customer, err := s.customer(ctx, user)
	if err != nil {
		return "", blame(ctx, err)
	}
	params := &stripe.BillingPortalSessionParams{Customer: &customer.StripeID, ReturnURL: stripe.String(s.settings.BaseURL + path)}
	params.Context = ctx
	if flow != PortalHome {
		params.FlowData = &stripe.BillingPortalSessionFlowDataParams{Type: &flow}
	}
	made, err := s.stripe.BillingPortalSessions.New(params)
	if isRefusal(explain(err)) { // its settings are not saved at Stripe, or the customer is gone there
		err = errors.Join(ErrUnavailable, err)
	}
	if err != nil {
		return "", blame(ctx, explain(err))
	}
	return made.URL, nil
}
