package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/views"
)

// notices are what the login page can be asked to say.
var notices = map[string]string{
	"verified": "Your address is confirmed. You can log in now.",
	"admin":    "The admin is ready. You can log in now.",
	"reset":    "Your new password is set. You can log in with it now.",
	"address":  "The new address is yours. You log in with it from now on.",
	"kept":     "Your account stays. You can log in again.",
	"deleted":  "You are logged out, and your account will be deleted in 7 days. We mailed you a link in case you change your mind.",
}

func (s *Server) loginPage(c echo.Context) error {
	form := views.LoginForm{Notice: notices[c.QueryParam("notice")]}
	if next := c.QueryParam("next"); next != "" {
		form.Next = safeNext(next)
	}
	if _, isMember, _ := s.viewer(c); isMember {
		return c.Redirect(http.StatusSeeOther, safeNext(form.Next))
	}
	return s.show(c, http.StatusOK, views.Login(s.page(c, "Log in", "/login"), form))
}

// login starts a session, or asks for the second factor.
func (s *Server) login(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	outcome, err := s.Auth.Login(c.Request().Context(), in.Email, in.Password, from(c))
	if err != nil {
		return s.loginFailed(c, in, err)
	}
	if outcome.Next != nil {
		return s.askSecond(c, http.StatusOK, views.SecondStepForm{
			Token: outcome.Next.Token, Next: in.Next, TOTP: outcome.Next.TOTP, Passkey: outcome.Next.Passkey,
		})
	}
	return s.loggedIn(c, outcome.Tokens, in.Next)
}

// loggedIn hands the tokens out, and ends the session that the browser had.
func (s *Server) loggedIn(c echo.Context, tokens auth.Tokens, next string) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	s.setCookies(c, tokens)
	return s.done(c, http.StatusOK, meOf(tokens.User), safeNext(next))
}

func (s *Server) loginFailed(c echo.Context, in credentials, err error) error {
	status, message, known := s.outcome(c, err)
	if !known || wantsJSON(c) {
		return err
	}
	form := views.LoginForm{Email: printable(in.Email), Problem: message}
	if in.Next != "" {
		form.Next = safeNext(in.Next)
	}
	return s.show(c, status, views.Login(s.page(c, "Log in", ""), form))
}

// askSecond is the answer to a right password where there is a second factor.
// The step is a form, not a cookie.
func (s *Server) askSecond(c echo.Context, status int, form views.SecondStepForm) error {
	if wantsJSON(c) && status == http.StatusOK {
		return c.JSON(http.StatusAccepted, echo.Map{"token": form.Token, "totp": form.TOTP, "passkey": form.Passkey})
	}
	if form.Next != "" {
		form.Next = safeNext(form.Next)
	}
	return s.show(c, status, views.SecondStep(s.page(c, "Log in: second step", ""), form))
}

// secondStep takes the code of a second factor.
func (s *Server) secondStep(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	tokens, err := s.Auth.SecondStep(c.Request().Context(), in.Token, in.Code, from(c))
	if err == nil {
		return s.loggedIn(c, tokens, in.Next)
	}
	form := views.SecondStepForm{Token: printable(in.Token), Next: in.Next, TOTP: in.TOTP != "", Passkey: in.Passkey != ""}
	status, message, _ := s.outcome(c, err)
	switch {
	case wantsJSON(c):
		return err // answered in one place
	case errors.Is(err, auth.ErrLink):
		return s.show(c, status, views.Login(s.page(c, "Log in", ""), views.LoginForm{Problem: "That took too long, or too many tries. Please log in again."}))
	case errors.As(err, &form.Invalid):
		return s.askSecond(c, http.StatusUnprocessableEntity, form)
	case errors.Is(err, auth.ErrTooMany):
		form.Problem = message
		return s.askSecond(c, status, form)
	}
	return err
}

// logout ends the session, whether or not its access token is still good.
func (s *Server) logout(c echo.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	s.forget(c)
	return s.done(c, http.StatusOK, echo.Map{"message": "You are logged out."}, "/")
}

// forget clears what the browser holds of a session that is over.
func (s *Server) forget(c echo.Context) {
	s.clearCookies(c)
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
}

func (s *Server) endSession(c echo.Context) error {
	r := c.Request()
	return s.Auth.Logout(r.Context(), cookie.Get(r, cookie.Access), cookie.Get(r, cookie.Refresh), from(c))
}

func (s *Server) setCookies(c echo.Context, tokens auth.Tokens) {
	s.Mint.Set(c.Response(), cookie.Access, tokens.Access)
	s.Mint.Set(c.Response(), cookie.Refresh, tokens.Refresh)
}

func (s *Server) clearCookies(c echo.Context) {
	s.Mint.Clear(c.Response(), cookie.Access)
	s.Mint.Clear(c.Response(), cookie.Refresh)
}
