package admin

import (
	"cmp"
	"context"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/payments"
	adminview "github.com/prokken/prokken/views/admin"
)

// stripeAct is something that an admin does at Stripe.
type stripeAct struct {
	begun  activity.Action
	what   string // for the activity log
	notice string
	do     func(context.Context, billing.Begin) error
}

// atStripe does it: its intention is in the activity log before anything is done,
// its outcome after. It is done even if nobody waits for the answer.
func (s *Handler) atStripe(
	c echo.Context,
	customer payments.Customer,
	form adminview.ActForm,
	act func() (stripeAct, error),
) error {
	again := func(status int, form adminview.ActForm) error {
		return s.showCustomer(c, status, customer, adminview.CustomerDetails{Form: form})
	}
	if err := needReason(form); err != nil {
		return s.actNot(c, err, form, again)
	}
	todo, err := act()
	if err == nil {
		err = s.noted(context.WithoutCancel(c.Request().Context()), c, customer, todo, form.Reason)
	}
	if err != nil {
		return s.actNot(c, err, form, again)
	}
	return s.Done(
		c,
		http.StatusOK,
		echo.Map{"message": billingNotices[todo.notice]},
		customersPath+"/"+customer.ID.String()+"?notice="+todo.notice,
	)
}

func (s *Handler) noted(
	ctx context.Context,
	c echo.Context,
	customer payments.Customer,
	act stripeAct,
	reason string,
) error {
	identity, err := s.Identity(c)
	if err != nil {
		return err
	}
	begun, press := false, ""
	err = act.do(ctx, func(ctx context.Context, named string) error {
		begun, press = true, named
		return s.noteAct(ctx, identity, customer, actNote{act.begun, act.what, reason, press})
	})
	if !begun {
		return err
	}
	if err != nil {
		web.LogFailure(c, err)
		return cmp.Or(s.noteAct(ctx, identity, customer, actNote{activity.BillingActFailed, act.what, "", ""}), err)
	}
	return s.noteAct(ctx, identity, customer, actNote{activity.BillingActDone, act.what, "", press})
}

// actNote is a line of the activity log about an act. Of one press of a button each
// line stands there once, even if it comes twice at once.
type actNote struct {
	action activity.Action
	detail string
	reason string
	press  string
}

func (n actNote) effect(customerID uuid.UUID) payments.Effect {
	id := uuid.NewSHA1(uuid.Nil, []byte(n.press+" "+n.detail+": "+n.reason))
	return payments.Effect{
		Kind:       string(n.action),
		ObjectID:   id.String(),
		CustomerID: customerID,
		CreatedAt:  models.Now(),
	}
}

func (s *Handler) noteAct(ctx context.Context, by auth.Identity, customer payments.Customer, n actNote) error {
	return s.DB.Transaction(ctx, func(tx *models.DB) error {
		if n.press != "" {
			if first, err := payments.Once(ctx, tx, n.effect(customer.ID)); err != nil || !first {
				return err
			}
		}
		return s.Auth.RecordActivityOn(ctx, tx, by, customer.UserID, n.action, n.detail, n.reason)
	})
}
