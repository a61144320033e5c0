package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
)

func (s *Server) pricing(c echo.Context) error {
	return s.showPricing(c, http.StatusOK, "")
}

func (s *Server) showPricing(c echo.Context, status int, problem string) error {
	v := views.Pricing{Plans: s.Billing.Plans(), Problem: problem}
	if user, found := s.viewer(c); found {
		subscription, has, err := s.Billing.Current(c.Request().Context(), user.ID)
		if err != nil {
			return err
		}
		if has {
			v.Current = subscription.PlanID
		}
	}
	return s.show(c, status, views.PricingPage(s.page(c, "Pricing", "/pricing"), v))
}

// checkout sends a member to the hosted payment page.
func (s *Server) checkout(c echo.Context) error {
	var in struct {
		Plan string `form:"plan" json:"plan"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	user, _ := s.viewer(c)
	address, err := s.Billing.Checkout(c.Request().Context(), user, in.Plan)
	var invalid models.Invalid
	switch {
	case errors.As(err, &invalid) && wantsJSON(c):
		return problemJSON(c, views.Problem{Status: http.StatusUnprocessableEntity, Message: invalid["plan"]}, invalid)
	case errors.As(err, &invalid):
		return s.showPricing(c, http.StatusUnprocessableEntity, invalid["plan"])
	case errors.Is(err, billing.ErrAlreadySubscribed) && !wantsJSON(c):
		return c.Redirect(http.StatusSeeOther, "/account/billing")
	case err != nil:
		return err
	}
	return s.done(c, http.StatusOK, echo.Map{"url": address}, address)
}

// checkoutReturn is where the payment page sends people back to. It asks Stripe
// itself, so that the plan is there even if the webhook is late.
func (s *Server) checkoutReturn(c echo.Context) error {
	user, _ := s.viewer(c)
	done, err := s.Billing.Return(c.Request().Context(), user, c.QueryParam("session_id"))
	if err != nil && !errors.Is(err, billing.ErrUnavailable) {
		return err
	}
	if !done {
		return s.show(c, http.StatusOK, views.Processing(s.page(c, "Payment", "")))
	}
	return c.Redirect(http.StatusSeeOther, "/account/billing")
}

func (s *Server) billingPage(c echo.Context) error {
	user, _ := s.viewer(c)
	plan, err := s.planOf(c.Request().Context(), user.ID)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, views.BillingPage(s.page(c, "Billing", "/account/billing"), plan))
}

// planOf is what a user has, from the database alone.
func (s *Server) planOf(ctx context.Context, userID uuid.UUID) (views.Billing, error) {
	subscription, has, err := s.Billing.Current(ctx, userID)
	if err != nil || !has {
		return views.Billing{}, err
	}
	name := subscription.PlanID
	if plan, found := s.Billing.Plan(name); found {
		name = plan.Name
	}
	return views.Billing{Has: true, Plan: name, Subscription: subscription, Access: billing.HasAccess(subscription.Status)}, nil
}

// stripeWebhook answers 2xx only for what is safely stored.
func (s *Server) stripeWebhook(c echo.Context) error {
	payload, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	if err := s.Billing.Receive(c.Request().Context(), payload, c.Request().Header.Get("Stripe-Signature")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
