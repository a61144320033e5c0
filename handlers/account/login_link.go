package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/flows"
	accountview "github.com/prokken/prokken/views/account"
	"github.com/prokken/prokken/views/display"
)

// LoginLinkPath is where the mailed link to log in with leads.
const LoginLinkPath = "/login/link"

// LoginLinkPage uses nothing up: mail scanners open links too.
func (s *Handler) LoginLinkPage(c echo.Context) error {
	token := c.QueryParam("token")
	return s.showLoginLink(c, http.StatusOK, accountview.LoginLinkForm{Token: token})
}

func (s *Handler) showLoginLink(c echo.Context, status int, form accountview.LoginLinkForm) error {
	account, err := s.Auth.Account(c.Request().Context(), form.Token, flows.LogIn)
	if err != nil {
		return err
	}
	form.Account = display.Email(account)
	return s.Show(c, status, accountview.LoginLink(s.Page(c, "Log in with your link", ""), form))
}

// LoginByLink takes the password, and goes on as Login does.
func (s *Handler) LoginByLink(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	outcome, err := s.Auth.LoginByLink(c.Request().Context(), in.Token, in.Password, web.From(c))
	if errors.Is(err, auth.ErrCredentials) && !web.WantsJSON(c) {
		return s.showLoginLink(c, http.StatusUnauthorized, accountview.LoginLinkForm{
			Token: web.Printable(in.Token), Problem: "That is not your password. Please try again.",
		})
	}
	if err != nil {
		return err
	}
	return s.afterPassword(c, outcome, in)
}
