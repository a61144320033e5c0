package admin

import (
	"context"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/money"
)

// RefundCharge gives a payment back, or a part of it.
func (s *Handler) RefundCharge(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	id := c.Param("charge")
	charge, err := s.chargeOf(c.Request().Context(), customer, id)
	if err != nil {
		return err
	}
	form := actForm(c, id)
	return s.atStripe(c, customer, form, func() (stripeAct, error) {
		attempt, err := needAttempt(form)
		if err != nil {
			return stripeAct{}, err
		}
		amount, err := amountOf(form.Amount, charge.Currency)
		return stripeAct{
			activity.RefundBegun,
			"refund of " + id + ", " + refundWords(amount, charge),
			"refunded",
			func(ctx context.Context, begin billing.Begin) error {
				return s.Billing.Refund(ctx, customer, id, amount, attempt.String(), begin)
			},
		}, err
	})
}

func refundWords(amount int64, charge payments.Charge) string {
	if amount == 0 {
		amount = billing.Refundable(charge)
	}
	return money.Short(amount, charge.Currency)
}

func (s *Handler) chargeOf(ctx context.Context, customer payments.Customer, id string) (payments.Charge, error) {
	all, err := payments.ChargesBy(ctx, s.DB, customer.ID)
	if err != nil {
		return payments.Charge{}, err
	}
	for _, charge := range all {
		if charge.ID == id {
			return charge, nil
		}
	}
	return payments.Charge{}, models.ErrNotFound
}

// EndPlan ends a subscription at once.
func (s *Handler) EndPlan(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	id := c.Param("subscription")
	return s.atStripe(c, customer, actForm(c, "end-"+id), func() (stripeAct, error) {
		return stripeAct{
			activity.PlanEndBegun,
			"ending " + id,
			"ended",
			func(ctx context.Context, begin billing.Begin) error {
				return s.Billing.CancelNow(ctx, customer, id, begin)
			},
		}, nil
	})
}

// ExtendPlan lets a subscription go on for nothing until the end of a day.
func (s *Handler) ExtendPlan(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	id := c.Param("subscription")
	form := actForm(c, "extend-"+id)
	return s.atStripe(c, customer, form, func() (stripeAct, error) {
		until, err := dayOf(form.Until)
		return stripeAct{
			activity.PlanExtensionBegun,
			"extending " + id + " until " + form.Until,
			"extended",
			func(ctx context.Context, begin billing.Begin) error {
				return s.Billing.Extend(ctx, customer, id, until, begin)
			},
		}, err
	})
}
