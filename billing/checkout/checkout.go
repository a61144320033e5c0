package checkout

import (
	"context"
	"errors"
	"strings"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// errRetry says that the checkout has to be read again.
var errRetry = errors.New("the checkout changed meanwhile")

// purchase is who buys what.
type purchase struct {
	user      users.User
	customer  payments.Customer
	selection catalog.Selection
	item      catalog.Item
	price     *stripe.Price
	// trialDays are free, for those who never had a plan.
	trialDays int64
}

// isOnce reports whether it is paid once, and not again and again.
func (o purchase) isOnce() bool { return o.selection.Interval == "" }

// Checkout starts buying something, or goes on with it, and returns the address
// of the hosted page. A user has one checkout open at a time, whatever number
// of tabs and clicks, so that they cannot pay twice.
func (s *Seller) Checkout(ctx context.Context, user users.User, selection catalog.Selection) (string, error) {
	item, p, err := s.catalog.Find(selection)
	if err != nil {
		return "", err
	}
	selection.Currency, selection.Interval = p.Currency, p.Interval
	if user.EraseAfter != nil || user.ErasedAt != nil {
		return "", validation.Errors{"plan": "This account is going to be deleted. Keep it first, under Your data."}
	}
	limited, cancel := s.stripe.ForPage(ctx)
	defer cancel()
	err = s.refuse(ctx, user.ID, selection)
	if errors.Is(err, subscriptions.ErrAlreadySubscribed) {
		err = s.restart(limited, user)
	}
	if err != nil {
		return "", stripeapi.AsTimeout(limited, err)
	}
	o := purchase{user: user, selection: selection, item: item}
	if err := s.refuseCurrency(ctx, o); err != nil {
		return "", err
	}
	address, err := s.checkout(limited, o, p)
	return address, stripeapi.AsTimeout(limited, s.explain(ctx, o, err))
}

// ErrNoTrial says that a trial was promised to somebody who has had one.
var ErrNoTrial = errors.New("there is one free trial for each person")

// HadTrial reports whether a user has had a free trial, so that none is promised to them.
func (s *Seller) HadTrial(ctx context.Context, user users.User) (bool, error) {
	return s.trials.HadOne(ctx, user)
}

// MayPromise returns [ErrNoTrial] where a page promised a trial that there is not: whoever
// was shown "free" is asked again before they are charged.
func (s *Seller) MayPromise(ctx context.Context, user users.User, days int64) error {
	if days <= 0 {
		return nil
	}
	had, err := s.trials.HadOne(ctx, user)
	if err == nil && had {
		err = ErrNoTrial
	}
	return err
}

// refuseCurrency: Stripe bills a customer in one currency, which the first plan settles.
func (s *Seller) refuseCurrency(ctx context.Context, o purchase) error {
	settled, err := s.Currency(ctx, o.user.ID)
	if err != nil || o.isOnce() || settled == "" || settled == o.selection.Currency {
		return err
	}
	return validation.Errors{
		"currency": "Your account pays in " + strings.ToUpper(settled) + ". Please choose a price in it.",
	}
}

// Currency returns the currency in which a user is billed; "" while none is settled.
func (s *Seller) Currency(ctx context.Context, userID uuid.UUID) (string, error) {
	customer, err := payments.CustomerOf(ctx, s.db, userID)
	if errors.Is(err, models.ErrNotFound) {
		return "", nil
	}
	return customer.Details.Currency, err
}

// refuse: nobody wants a second subscription; more of what is bought once
// may be.
func (s *Seller) refuse(ctx context.Context, userID uuid.UUID, selection catalog.Selection) error {
	if selection.Interval == "" {
		return nil
	}
	return subscriptions.RefuseSecond(ctx, s.db, userID)
}

func (s *Seller) checkout(ctx context.Context, o purchase, p config.Price) (string, error) {
	had, err := s.trials.HadOne(ctx, o.user)
	if err != nil {
		return "", err
	}
	if !had {
		o.trialDays = o.item.TrialDays
	}
	if o.customer, err = s.customers.Ensure(ctx, o.user); err != nil { // first: an alert names them
		return "", err
	}
	if o.price, err = s.catalog.Price(ctx, o.item, p); err != nil {
		return "", err
	}
	for range 8 {
		if o.customer, err = s.customers.Ensure(ctx, o.user); err != nil {
			return "", err
		}
		address, err := s.offer(ctx, o)
		if !errors.Is(err, errRetry) && !errors.Is(err, models.ErrConflict) {
			return address, err
		}
	}
	return "", models.ErrConflict
}

// offer takes the open checkout, or begins one.
func (s *Seller) offer(ctx context.Context, o purchase) (string, error) {
	open, err := payments.OpenCheckout(ctx, s.db, o.user.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.begin(ctx, o)
	case err != nil:
		return "", err
	case open.SessionID != nil:
		return s.resume(ctx, o, open)
	case o.isFor(open):
		return s.open(ctx, o, open) // another click is just ahead of us
	}
	return "", retry(payments.AbandonCheckout(ctx, s.db, open.ID))
}

// isFor reports whether an attempt is for the same.
func (o purchase) isFor(c payments.Checkout) bool {
	return catalog.Selection{
		ID:       c.PlanID,
		Currency: c.Currency,
		Interval: c.Interval,
		Quantity: c.Quantity,
	} == o.selection
}

func (s *Seller) begin(ctx context.Context, o purchase) (string, error) {
	attempt := payments.Checkout{
		ID: models.NewID(), UserID: o.user.ID, PlanID: o.selection.ID, Currency: o.selection.Currency,
		Interval: o.selection.Interval, Quantity: o.selection.Quantity,
	}
	if err := payments.CreateCheckout(ctx, s.db, &attempt); err != nil {
		return "", err
	}
	return s.open(ctx, o, attempt)
}

// retry asks for another look unless something went wrong.
func retry(err error) error {
	if err == nil {
		err = errRetry
	}
	return err
}
