package account

import (
	"net/http"

	"github.com/labstack/echo/v4"
)

// AddressWorks takes the mark from an address whose owner says that it takes mail again.
func (s *Handler) AddressWorks(c echo.Context) error {
	identity, _ := s.Identity(c)
	if err := s.Auth.ConfirmAddressWorks(c.Request().Context(), identity); err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "The notice is gone; it comes back if an email is rejected again."}, "/account?notice=works")
}
