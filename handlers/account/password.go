package account

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/validation"
	accountview "github.com/prokken/prokken/views/account"
	"github.com/prokken/prokken/views/display"
)

// mailForms are the forms that ask for a mail: they differ in their words alone.
var (
	ForgotForm = accountview.MailForm{
		Title: "Forgot your password?", Text: "Enter your email address, and we will email you a link to choose a new one.",
		Action: "/api/auth/forgot", Button: "Email me a link",
	}
	LoginLinkForm = accountview.MailForm{
		Title: "Log in with an email link", Action: "/api/auth/login/mail", Button: "Email me a link",
		Text: "If others try to get into your account, logins from new places have to wait. Enter your email address, " +
			"and we will email you a link that lets you in with your password, whatever they try.",
	}
	ResendForm = accountview.MailForm{
		Title: "No email from us?", Text: "Enter your email address, and we will send the confirmation link again.",
		Action: "/api/auth/resend", Button: "Send the link again",
	}
)

func (s *Handler) MailForm(form accountview.MailForm, path string) echo.HandlerFunc {
	return func(c echo.Context) error {
		form := form
		form.Notice = linkNotices[c.QueryParam("notice")]
		return s.Show(c, http.StatusOK, accountview.MailFormPage(s.Page(c, form.Title, path), form))
	}
}

// linkNotices say what a mailed link did, on the page that comes next.
var linkNotices = map[string]string{
	"ended":  "All sessions of that account have ended.",
	"undone": "That account has its old address again, and all its sessions have ended.",
}

// AskMail answers alike for every address, known or not.
func (s *Handler) AskMail(
	form accountview.MailForm, ask func(ctx context.Context, email string) error,
) echo.HandlerFunc {
	return func(c echo.Context) error {
		var in web.Credentials
		if err := web.Read(c, &in); err != nil {
			return err
		}
		form := form
		form.Email = web.Printable(in.Email)
		err := ask(c.Request().Context(), in.Email)
		if errors.As(err, &form.Invalid) {
			return s.Correct(c, form.Invalid, accountview.MailFormPage(s.Page(c, form.Title, ""), form))
		}
		if err != nil {
			return err
		}
		return s.Done(
			c,
			http.StatusAccepted,
			echo.Map{"message": "If there is an account with that address, an email is on its way."},
			"/mail-sent",
		)
	}
}

func (s *Handler) MailSent(c echo.Context) error {
	return s.Show(
		c,
		http.StatusOK,
		accountview.MailSent(s.Page(c, "Check your email", ""), linkNotices[c.QueryParam("notice")]),
	)
}

// ResetPage uses nothing up: mail scanners open links too.
func (s *Handler) ResetPage(c echo.Context) error {
	return s.showReset(c, http.StatusOK, accountview.ResetForm{Token: c.QueryParam("token")})
}

func (s *Handler) showReset(c echo.Context, status int, form accountview.ResetForm) error {
	account, err := s.Auth.Account(c.Request().Context(), form.Token, flows.Reset)
	if err != nil {
		return err
	}
	form.Account = display.Email(account)
	return s.Show(c, status, accountview.ResetPage(s.Page(c, "Choose a new password", ""), form))
}

func (s *Handler) Reset(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := accountview.ResetForm{Token: web.Printable(in.Token)}
	err := s.Auth.ResetPassword(c.Request().Context(), in.Token, in.Password, web.From(c))
	if errors.As(err, &form.Invalid) && web.WantsJSON(c) {
		return s.Correct(c, form.Invalid, nil)
	}
	if form.Invalid != nil {
		return s.showReset(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Your new password is set."}, "/login?notice=reset")
}

// ChangePassword takes the current one with the new one.
func (s *Handler) ChangePassword(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	tokens, err := s.Auth.ChangePassword(c.Request().Context(), identity, in.Current, in.Password)
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid) && web.WantsJSON(c):
		return s.Correct(c, invalid, nil)
	case errors.As(err, &invalid):
		return s.showSecurity(c, http.StatusUnprocessableEntity, accountview.Security{Invalid: invalid})
	case err != nil:
		return err
	}
	s.setCookies(c, tokens)
	return s.Done(
		c,
		http.StatusOK,
		echo.Map{"message": "Your password has changed."},
		"/account/security?notice=password",
	)
}
