package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/validation"
	accountview "github.com/prokken/prokken/views/account"
)

// me is what a member is told of themselves.
type me struct {
	Email string     `json:"email"`
	Role  users.Role `json:"role"`
}

func meOf(u users.User) me { return me{Email: u.Email, Role: u.Role} }

func (s *Handler) Me(c echo.Context) error {
	user := s.ViewerOf(c)
	return c.JSON(http.StatusOK, meOf(user))
}

// accountNotices are what the account's pages can be asked to say.
var accountNotices = map[string]string{
	"address":        "We have sent an email to the new address. Follow the link in it to confirm the change.",
	"password":       "Your password has changed. All other sessions have ended.",
	"ended":          "That session has ended.",
	"others":         "All other sessions have ended.",
	"app":            "The authenticator app is removed.",
	"passkey":        "Done. Your passkeys are below.",
	"export":         "We are preparing the copy of your data. We will email you when it is ready, in a moment.",
	"export-deleted": "Done: there is no such copy of your data any more.",
	"factor":         "Admins need a second factor. Set one up below, then continue.",
}

// AskAddress begins a change of address.
func (s *Handler) AskAddress(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	err := s.Auth.AskAddress(c.Request().Context(), identity, in.Email)
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid) && web.WantsJSON(c):
		return s.Correct(c, invalid, nil)
	case errors.As(err, &invalid):
		return s.showSecurity(
			c,
			http.StatusUnprocessableEntity,
			accountview.Security{NewEmail: web.Printable(in.Email), Invalid: invalid},
		)
	case err != nil:
		return err
	}
	return s.Done(
		c,
		http.StatusAccepted,
		echo.Map{"message": "Check your email at the new address."},
		"/account/security?notice=address",
	)
}
