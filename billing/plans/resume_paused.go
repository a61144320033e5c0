package plans

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
)

// ErrNoMethod says that there is no payment method.
var ErrNoMethod = errors.New("there is no card to pay with")

// ResumePaused resumes a plan that was paused because its trial ended without a card. A
// new period begins, and is paid at once; where that fails, the error is
// [stripeapi.ErrDeclined]. For a plan that is not paused nothing is done.
func (s *Changer) ResumePaused(ctx context.Context, user users.User) error {
	sub, customer, err := s.paused(ctx, user)
	if err != nil || sub == nil {
		return err
	}
	err = s.sync.Act(ctx, customer, func(ctx context.Context) error {
		params := &stripe.SubscriptionResumeParams{BillingCycleAnchor: stripe.String("now")}
		params.Context = ctx
		_, err := s.stripe.Subscriptions.Resume(sub.ID, params)
		return err
	})
	if stripeapi.IsRefusal(err) { // perhaps another tab was faster
		s.sync.Warn(ctx, customer, s.sync.Follow(ctx, customer))
	}
	return s.started(ctx, user, err)
}

// paused is the plan, and whose it is, if it is paused and can be paid; nil if it
// is not paused.
func (s *Changer) paused(ctx context.Context, user users.User) (*payments.Subscription, payments.Customer, error) {
	customer, err := payments.CustomerOf(ctx, s.db, user.ID)
	if err != nil && !errors.Is(err, models.ErrNotFound) {
		return nil, customer, err
	}
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	switch {
	case err != nil:
		return nil, customer, err
	case !has:
		return nil, customer, subscriptions.ErrNoPlan
	case sub.Status != string(stripe.SubscriptionStatusPaused):
		return nil, customer, nil
	case sub.PaymentURL != "": // it was started, and waits for its payment
		return nil, customer, stripeapi.ErrDeclined
	case !customer.Details.HasMethod:
		return nil, customer, ErrNoMethod
	}
	return &sub, customer, nil
}

// started looks at what became of it.
func (s *Changer) started(ctx context.Context, user users.User, refused error) error {
	sub, has, err := subscriptions.Current(ctx, s.db, user.ID)
	switch {
	case err != nil:
		return err
	case has && sub.Status == string(stripe.SubscriptionStatusActive):
		return nil
	case refused != nil:
		return stripeapi.AsDeclined(refused)
	case has && sub.PaymentURL != "":
		return stripeapi.ErrDeclined
	}
	return nil // Stripe took it; our copy follows
}
