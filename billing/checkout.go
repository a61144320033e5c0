package billing

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models"
)

// errAgain: the ground moved; look at it anew.
var errAgain = errors.New("the checkout changed meanwhile")

// rounds is how often requests that race look anew before they give up.
const rounds = 8

// order is who buys what.
type order struct {
	user     models.User
	customer models.BillingCustomer
	plan     config.Plan
	price    *stripe.Price
}

// Checkout starts buying a plan, or goes on with it, and returns the address
// of the hosted page. A user has one checkout open at a time, whatever number
// of tabs and clicks, so that they cannot pay twice.
func (s *Service) Checkout(ctx context.Context, user models.User, planID string) (string, error) {
	plan, found := s.Plan(planID)
	if !found {
		return "", models.Invalid{"plan": "There is no such plan. Please choose one of these."}
	}
	if err := s.refuseSecond(ctx, user.ID); err != nil {
		return "", err
	}
	limited, cancel := context.WithTimeout(ctx, pageLimit)
	defer cancel()
	address, err := s.checkout(limited, user, plan)
	return address, blame(limited, err)
}

// blame: where the page's time ran out, it was Stripe that took it.
func blame(limited context.Context, err error) error {
	if err != nil && !errors.Is(err, ErrUnavailable) && errors.Is(limited.Err(), context.DeadlineExceeded) {
		return errors.Join(ErrUnavailable, err)
	}
	return err
}

func (s *Service) checkout(ctx context.Context, user models.User, plan config.Plan) (string, error) {
	price, err := s.price(ctx, plan)
	if err != nil {
		return "", err
	}
	for range rounds {
		customer, err := s.customer(ctx, user)
		if err != nil {
			return "", err
		}
		address, err := s.offer(ctx, order{user, customer, plan, price})
		if !errors.Is(err, errAgain) && !errors.Is(err, models.ErrConflict) {
			return address, err
		}
	}
	return "", models.ErrConflict
}

// offer takes the open checkout, or begins one.
func (s *Service) offer(ctx context.Context, o order) (string, error) {
	open, err := s.db.OpenCheckout(ctx, o.user.ID)
	switch {
	case errors.Is(err, models.ErrNotFound):
		return s.begin(ctx, o)
	case err != nil:
		return "", err
	case open.SessionID != nil:
		return s.goOn(ctx, o, open)
	case open.PlanID == o.plan.ID:
		return s.open(ctx, o, open) // another click is just ahead of us
	}
	return "", again(s.db.AbandonCheckout(ctx, open.ID))
}

func (s *Service) begin(ctx context.Context, o order) (string, error) {
	attempt := models.Checkout{ID: models.NewID(), UserID: o.user.ID, PlanID: o.plan.ID}
	if err := s.db.CreateCheckout(ctx, &attempt); err != nil {
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
