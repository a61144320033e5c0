package billing

import (
	"context"
	"errors"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
)

// errAgain: the ground moved; look at it anew.
var errAgain = errors.New("the checkout changed meanwhile")

// rounds is how often requests that race look anew before they give up.
const rounds = 8

// order is who buys what.
type order struct {
	user     users.User
	customer payments.Customer
	wish     Wish
	ware     ware
	price    *stripe.Price
	// trialDays are free, for those who never had a plan.
	trialDays int64
}

// isOnce reports whether it is paid once, and not again and again.
func (o order) isOnce() bool { return o.wish.Interval == "" }

// Checkout starts buying something, or goes on with it, and returns the address
// of the hosted page. A user has one checkout open at a time, whatever number
// of tabs and clicks, so that they cannot pay twice.
func (s *Service) Checkout(ctx context.Context, user users.User, wish Wish) (string, error) {
	w, p, err := s.settings.find(wish)
	if err != nil {
		return "", err
	}
	wish.Currency, wish.Interval = p.Currency, p.Interval
	if user.EraseAfter != nil || user.ErasedAt != nil {
		return "", validation.Errors{"plan": "This account is going to be deleted. Keep it first, under Your data."}
	}
	limited, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	err = s.refuse(ctx, user.ID, wish)
	if errors.Is(err, ErrAlreadySubscribed) {
		err = s.startAnew(limited, user)
	}
	if err != nil {
		return "", blame(limited, err)
	}
	address, err := s.checkout(limited, order{user: user, wish: wish, ware: w}, p)
	return address, blame(limited, err)
}

// refuse: a second subscription is nobody's wish; more of what is bought once
// may be.
func (s *Service) refuse(ctx context.Context, userID uuid.UUID, wish Wish) error {
	if wish.Interval == "" {
		return nil
	}
	return s.refuseSecond(ctx, userID)
}

// blame: where the page's time ran out, it was Stripe that took it.
func blame(limited context.Context, err error) error {
	if err != nil && !errors.Is(err, ErrUnavailable) && errors.Is(limited.Err(), context.DeadlineExceeded) {
		return errors.Join(ErrUnavailable, err)
	}
	return err
}

func (s *Service) checkout(ctx context.Context, o order, p config.Price) (string, error) {
	had, err := payments.SubscriptionsOf(ctx, s.db, o.user.ID)
	if err != nil {
		return "", err
	}
	if len(had) == 0 {
		o.trialDays = o.ware.trialDays
	}
	if o.price, err = s.price(ctx, o.ware, p); err != nil {
		return "", err
	}
	for range rounds {
		if o.customer, err = s.customer(ctx, o.user); err != nil {
			return "", err
		}
		address, err := s.offer(ctx, o)
		if !errors.Is(err, errAgain) && !errors.Is(err, models.ErrConflict) {
			return address, err
		}
	}
	return "", models.ErrConflict
}

// offer takes the open checkout, or begins one.
func (s *Service) offer(ctx context.Context, o order) (string, error) {
	open, err := payments.OpenCheckout(ctx, s.db, o.user.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.begin(ctx, o)
	case err != nil:
		return "", err
	case open.SessionID != nil:
		return s.goOn(ctx, o, open)
	case o.isFor(open):
		return s.open(ctx, o, open) // another click is just ahead of us
	}
	return "", again(payments.AbandonCheckout(ctx, s.db, open.ID))
}

// isFor reports whether an attempt is for the same.
func (o order) isFor(c payments.Checkout) bool {
	return Wish{c.PlanID, c.Currency, c.Interval, c.Quantity} == o.wish
}

func (s *Service) begin(ctx context.Context, o order) (string, error) {
	attempt := payments.Checkout{
		ID: models.NewID(), UserID: o.user.ID, PlanID: o.wish.ID, Currency: o.wish.Currency, Interval: o.wish.Interval, Quantity: o.wish.Quantity,
	}
	if err := payments.CreateCheckout(ctx, s.db, &attempt); err != nil {
		return "", err
	}
	return s.open(ctx, o, attempt)
}

// again asks for another look unless something went wrong.
func again(err error) error {
	if err == nil {
		err = errAgain
	}
	return err
}
