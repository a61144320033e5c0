package handlers

import (
	"context"
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
)

// mailForms are the forms that ask for a mail: they differ in their words alone.
var (
	forgotForm = views.MailForm{
		Title: "Forgot your password?", Text: "Tell us your address, and we mail you a link to choose a new one.",
		Action: "/api/auth/forgot", Button: "Mail me a link",
	}
	resendForm = views.MailForm{
		Title: "No mail from us?", Text: "Tell us your address, and we mail you the link that confirms it again.",
		Action: "/api/auth/resend", Button: "Mail me the link again",
	}
)

func (s *Server) mailForm(form views.MailForm, path string) echo.HandlerFunc {
	return func(c echo.Context) error {
		return s.show(c, http.StatusOK, views.MailFormPage(s.page(c, form.Title, path), form))
	}
}

// askMail answers alike for every address, known or not.
func (s *Server) askMail(form views.MailForm, ask func(ctx context.Context, email string) error) echo.HandlerFunc {
	return func(c echo.Context) error {
		var in credentials
		if err := read(c, &in); err != nil {
			return err
		}
		form := form
		form.Email = printable(in.Email)
		err := ask(c.Request().Context(), in.Email)
		if errors.As(err, &form.Invalid) {
			return s.correct(c, form.Invalid, views.MailFormPage(s.page(c, form.Title, ""), form))
		}
		if err != nil {
			return err
		}
		return s.done(c, http.StatusAccepted, echo.Map{"message": "If there is an account with that address, a mail is on its way."}, "/mail-sent")
	}
}

func (s *Server) mailSent(c echo.Context) error {
	return s.show(c, http.StatusOK, views.MailSent(s.page(c, "Check your mail", "")))
}

// resetPage uses nothing up: mail scanners open links too.
func (s *Server) resetPage(c echo.Context) error {
	token := c.QueryParam("token")
	if err := s.Auth.CheckLink(c.Request().Context(), token, flows.Reset); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, views.ResetPage(s.page(c, "Choose a new password", ""), views.ResetForm{Token: token}))
}

func (s *Server) reset(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.ResetForm{Token: printable(in.Token)}
	err := s.Auth.ResetPassword(c.Request().Context(), in.Token, in.Password, from(c))
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.ResetPage(s.page(c, "Choose a new password", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "Your new password is set."}, "/login?notice=reset")
}

// changePassword takes the current one with the new one.
func (s *Server) changePassword(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	identity, _ := s.identity(c)
	tokens, err := s.Auth.ChangePassword(c.Request().Context(), identity, in.Current, in.Password)
	var invalid validation.Errors
	switch {
	case errors.As(err, &invalid) && wantsJSON(c):
		return s.correct(c, invalid, nil)
	case errors.As(err, &invalid):
		return s.showSecurity(c, http.StatusUnprocessableEntity, views.Security{Invalid: invalid})
	case err != nil:
		return err
	}
	s.setCookies(c, tokens)
	return s.done(c, http.StatusOK, echo.Map{"message": "Your password is changed."}, "/account/security?notice=password")
}
