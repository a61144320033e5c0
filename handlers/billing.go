package handlers

import (
	"context"
	"errors"
	"io"
	"net/http"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/views"
)

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
