package billing

import (
	"io"
	"net/http"

	"github.com/labstack/echo/v4"
)

// StripeWebhook answers 2xx only for what is safely stored.
func (s *Handler) StripeWebhook(c echo.Context) error {
	payload, err := io.ReadAll(c.Request().Body)
	if err != nil {
		return err
	}
	if err := s.Billing.Receive(c.Request().Context(), payload, c.Request().Header.Get("Stripe-Signature")); err != nil {
		return err
	}
	return c.NoContent(http.StatusNoContent)
}
