package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	accountview "github.com/prokken/prokken/views/account"
)

// notices are what the login page can be asked to say.
var notices = map[string]string{
	"verified": "Your address is confirmed. You can log in now.",
	"admin":    "The admin is ready. You can log in now.",
	"reset":    "Your new password is set. You can log in with it now.",
	"address":  "Your new address is confirmed. Log in with it from now on.",
	"kept":     "Your account will not be deleted. You can log in again.",
	"deleted":  "You are logged out, and your account will be deleted in 7 days. We emailed you a link in case you change your mind.",
}

func (s *Handler) LoginPage(c echo.Context) error {
	form := accountview.LoginForm{Notice: notices[c.QueryParam("notice")]}
	if next := c.QueryParam("next"); next != "" {
		form.Next = web.SafeNext(next)
	}
	_, isMember, _ := s.Viewer(c)
	switch {
	case isMember && form.Notice != "": // a link was used, maybe another account's
		return s.Show(c, http.StatusOK, accountview.LinkDone(s.Page(c, "Done", ""), form.Notice))
	case isMember:
		return c.Redirect(http.StatusSeeOther, web.SafeNext(form.Next))
	}
	return s.Show(c, http.StatusOK, accountview.Login(s.Page(c, "Log in", "/login"), form))
}

// Login starts a session, or asks for the second factor.
func (s *Handler) Login(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	outcome, err := s.Auth.Login(c.Request().Context(), in.Email, in.Password, web.From(c))
	if err != nil {
		return s.loginFailed(c, in, err)
	}
	return s.afterPassword(c, outcome, in)
}

// afterPassword goes on after a right password.
func (s *Handler) afterPassword(c echo.Context, outcome auth.LoggedIn, in web.Credentials) error {
	if outcome.Next != nil {
		return s.askSecond(c, http.StatusOK, accountview.SecondStepForm{
			Token: outcome.Next.Token, Next: in.Next, TOTP: outcome.Next.TOTP, Passkey: outcome.Next.Passkey,
		})
	}
	return s.loggedIn(c, outcome.Tokens, in.Next)
}

// loggedIn hands the tokens out, and ends the session that the browser had. A form
// goes on through the check of the cookies; who asked for JSON is done.
func (s *Handler) loggedIn(c echo.Context, tokens auth.Tokens, next string) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	s.setCookies(c, tokens)
	return s.Done(c, http.StatusOK, meOf(tokens.User), s.cookieCheck(tokens.Session, web.SafeNext(next)))
}

func (s *Handler) loginFailed(c echo.Context, in web.Credentials, err error) error {
	status, message, known := s.Outcome(c, err)
	if !known || web.WantsJSON(c) {
		return err
	}
	form := accountview.LoginForm{
		Email:    web.Printable(in.Email),
		Problem:  message,
		MailLink: errors.Is(err, auth.ErrTooMany),
	}
	if in.Next != "" {
		form.Next = web.SafeNext(in.Next)
	}
	return s.Show(c, status, accountview.Login(s.Page(c, "Log in", ""), form))
}

// askSecond is the answer to a right password where there is a second factor.
// The step is a form, not a cookie.
func (s *Handler) askSecond(c echo.Context, status int, form accountview.SecondStepForm) error {
	if web.WantsJSON(c) && status == http.StatusOK {
		return c.JSON(http.StatusAccepted, echo.Map{"token": form.Token, "totp": form.TOTP, "passkey": form.Passkey})
	}
	if form.Next != "" {
		form.Next = web.SafeNext(form.Next)
	}
	return s.Show(c, status, accountview.SecondStep(s.Page(c, "Log in: second step", ""), form))
}

// SecondStep takes the code of a second factor.
func (s *Handler) SecondStep(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	tokens, err := s.Auth.SecondStep(c.Request().Context(), in.Token, in.Code, web.From(c))
	if err == nil {
		return s.loggedIn(c, tokens, in.Next)
	}
	form := accountview.SecondStepForm{
		Token:   web.Printable(in.Token),
		Next:    in.Next,
		TOTP:    in.TOTP != "",
		Passkey: in.Passkey != "",
	}
	status, message, _ := s.Outcome(c, err)
	switch {
	case web.WantsJSON(c):
		return err // answered in one place
	case errors.Is(err, auth.ErrLink):
		return s.Show(
			c,
			status,
			accountview.Login(
				s.Page(c, "Log in", ""),
				accountview.LoginForm{Problem: "That took too long, or too many attempts. Please log in again."},
			),
		)
	case errors.As(err, &form.Invalid):
		return s.askSecond(c, http.StatusUnprocessableEntity, form)
	case errors.Is(err, auth.ErrTooMany):
		form.Problem, form.MailLink = message, true
		return s.askSecond(c, status, form)
	}
	return err
}

// Logout ends the session, whether or not its access token is still good.
func (s *Handler) Logout(c echo.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	s.forget(c)
	return s.Done(c, http.StatusOK, echo.Map{"message": "You are logged out."}, "/")
}

// forget clears what the browser holds of a session that is over.
func (s *Handler) forget(c echo.Context) {
	s.clearCookies(c)
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
}

func (s *Handler) endSession(c echo.Context) error {
	return s.Auth.Logout(c.Request().Context(), web.Shown(c), web.From(c))
}

func (s *Handler) setCookies(c echo.Context, tokens auth.Tokens) {
	s.Mint.Set(c.Response(), cookie.Access, tokens.Access)
	s.Mint.Set(c.Response(), cookie.Refresh, tokens.Refresh)
}

func (s *Handler) clearCookies(c echo.Context) {
	s.Mint.ClearEverywhere(c.Response(), c.Request(), cookie.Access, cookie.Refresh)
}
