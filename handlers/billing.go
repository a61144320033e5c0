package handlers

import (
	"errors"
	"io"
	"net/http"

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
		c.Response().Header().Set("Refresh", "3") // looks again by itself
		return s.show(c, http.StatusOK, views.Processing(s.page(c, "Payment", "")))
	}
	return c.Redirect(http.StatusSeeOther, billingPath+"?notice=paid")
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
