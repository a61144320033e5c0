package handlers

import (
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
)

// stripeAct is something that an admin does at Stripe.
type stripeAct struct {
	begun  models.Action
	what   string // for the audit log
	notice string
	do     func(context.Context, billing.Begin) error
}

// atStripe does it: its intention is in the audit log before anything is done,
// its outcome after. It is done even if nobody waits for the answer.
func (s *Server) atStripe(c echo.Context, customer models.BillingCustomer, form views.ActForm, act func() (stripeAct, error)) error {
	again := func(status int, form views.ActForm) error {
		return s.showCustomer(c, status, customer, views.CustomerDetails{Form: form})
	}
	if err := needReason(form); err != nil {
		return s.actNot(c, err, form, again)
	}
	todo, err := act()
	if err == nil {
		err = s.noted(context.WithoutCancel(c.Request().Context()), c, customer.UserID, todo, form.Reason)
	}
	if err != nil {
		return s.actNot(c, err, form, again)
	}
	return s.done(c, http.StatusOK, echo.Map{"message": deskNotices[todo.notice]}, customersPath+"/"+customer.ID.String()+"?notice="+todo.notice)
}

func (s *Server) noted(ctx context.Context, c echo.Context, userID uuid.UUID, act stripeAct, reason string) error {
	identity, err := s.identity(c)
	if err != nil {
		return err
	}
	begun := false
	err = act.do(ctx, func(ctx context.Context) error {
		begun = true
		return s.noteAct(ctx, identity, userID, act.begun, detail(act.what, reason))
	})
	if !begun {
		return err
	}
	if err != nil {
		logFault(c, err)
		return joinNote(err, s.noteAct(ctx, identity, userID, models.BillingActFailed, act.what))
	}
	return s.noteAct(ctx, identity, userID, models.BillingActDone, act.what)
}

// joinNote keeps the outcome of the act in front: it is what the page tells.
func joinNote(act, note error) error {
	if note != nil {
		return note
	}
	return act
}

func (s *Server) noteAct(ctx context.Context, by auth.Identity, userID uuid.UUID, action models.Action, detail string) error {
	return s.DB.Transaction(ctx, func(tx *models.DB) error { return s.Auth.NoteOn(ctx, tx, by, userID, action, detail) })
}

// refundCharge gives a payment back, or a part of it.
func (s *Server) refundCharge(c echo.Context) error {
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
		return stripeAct{models.RefundBegun, "refund of " + id + ", " + refundWords(amount, charge), "refunded", func(ctx context.Context, begin billing.Begin) error {
			return s.Billing.Refund(ctx, customer, id, amount, attempt.String(), begin)
		}}, err
	})
}

func refundWords(amount int64, charge models.Charge) string {
	if amount == 0 {
		amount = billing.Refundable(charge)
	}
	return views.Money(amount, charge.Currency)
}

func (s *Server) chargeOf(ctx context.Context, customer models.BillingCustomer, id string) (models.Charge, error) {
	all, err := s.DB.ChargesBy(ctx, customer.ID)
	if err != nil {
		return models.Charge{}, err
	}
	for _, charge := range all {
		if charge.ID == id {
			return charge, nil
		}
	}
	return models.Charge{}, models.ErrNotFound
}

// endPlan ends a subscription at once.
func (s *Server) endPlan(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	id := c.Param("subscription")
	return s.atStripe(c, customer, actForm(c, "end-"+id), func() (stripeAct, error) {
		return stripeAct{models.PlanEndBegun, "ending " + id, "ended", func(ctx context.Context, begin billing.Begin) error {
			return s.Billing.CancelNow(ctx, customer, id, begin)
		}}, nil
	})
}

// extendPlan lets a subscription go on for nothing until the end of a day.
func (s *Server) extendPlan(c echo.Context) error {
	customer, err := s.customerInPath(c)
	if err != nil {
		return err
	}
	id := c.Param("subscription")
	form := actForm(c, "extend-"+id)
	return s.atStripe(c, customer, form, func() (stripeAct, error) {
		until, err := dayOf(form.Until)
		return stripeAct{models.PlanExtensionBegun, "extending " + id + " until " + form.Until, "extended", func(ctx context.Context, begin billing.Begin) error {
			return s.Billing.Extend(ctx, customer, id, until, begin)
		}}, err
	})
}
