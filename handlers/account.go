package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
)

func (s *Server) signupPage(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Signup(s.page(c, "Sign up", "/signup"), views.SignupForm{}))
}

func (s *Server) signupSent(c echo.Context) error {
	return s.show(c, http.StatusOK, views.CheckMail(s.page(c, "Check your mail", "")))
}

// signup asks for an account. The answer is the same whether the address has
// one or not.
func (s *Server) signup(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.SignupForm{Email: printable(in.Email)}
	err := s.Auth.Signup(c.Request().Context(), in.Email, in.Password)
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.Signup(s.page(c, "Sign up", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusAccepted, echo.Map{"message": "Check your mail."}, "/signup/sent")
}

// verifyPage uses nothing up: mail scanners open links too.
func (s *Server) verifyPage(c echo.Context) error {
	token := c.QueryParam("token")
	contested, err := s.Auth.Contested(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusOK, views.Verify(s.page(c, "Confirm your address", ""), views.VerifyForm{Token: token, AskPassword: contested}))
}

func (s *Server) verify(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.VerifyForm{Token: printable(in.Token), AskPassword: true}
	err := s.Auth.Verify(c.Request().Context(), in.Token, in.Password)
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.Verify(s.page(c, "Confirm your address", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "Your address is confirmed."}, "/login?notice=verified")
}

// notices are what the login page can be asked to say.
var notices = map[string]string{
	"verified": "Your address is confirmed. You can log in now.",
	"admin":    "The admin is ready. You can log in now.",
}

func (s *Server) loginPage(c echo.Context) error {
	form := views.LoginForm{Notice: notices[c.QueryParam("notice")]}
	if next := c.QueryParam("next"); next != "" {
		form.Next = safeNext(next)
	}
	if _, found := s.viewer(c); found {
		return c.Redirect(http.StatusSeeOther, safeNext(form.Next))
	}
	return s.show(c, http.StatusOK, views.Login(s.page(c, "Log in", "/login"), form))
}

// login starts a session, and ends the one that the browser had.
func (s *Server) login(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	r := c.Request()
	tokens, err := s.Auth.Login(r.Context(), in.Email, in.Password, r.UserAgent())
	if err != nil {
		return s.loginFailed(c, in, err)
	}
	if err := s.endSession(c); err != nil {
		return err
	}
	s.setCookies(c, tokens)
	return s.done(c, http.StatusOK, meOf(tokens.User), safeNext(in.Next))
}

func (s *Server) loginFailed(c echo.Context, in credentials, err error) error {
	status, message, known := outcome(err)
	if !known || wantsJSON(c) {
		return err
	}
	form := views.LoginForm{Email: printable(in.Email), Problem: message}
	if in.Next != "" {
		form.Next = safeNext(in.Next)
	}
	return s.show(c, status, views.Login(s.page(c, "Log in", ""), form))
}

// logout ends the session, whether or not its access token is still good.
func (s *Server) logout(c echo.Context) error {
	if err := s.endSession(c); err != nil {
		return err
	}
	s.clearCookies(c)
	c.Response().Header().Set("Clear-Site-Data", `"cache"`)
	return s.done(c, http.StatusOK, echo.Map{"message": "You are logged out."}, "/")
}

func (s *Server) endSession(c echo.Context) error {
	r := c.Request()
	return s.Auth.Logout(r.Context(), cookie.Get(r, cookie.Access), cookie.Get(r, cookie.Refresh))
}

func (s *Server) setCookies(c echo.Context, tokens auth.Tokens) {
	s.Mint.Set(c.Response(), cookie.Access, tokens.Access)
	s.Mint.Set(c.Response(), cookie.Refresh, tokens.Refresh)
}

func (s *Server) clearCookies(c echo.Context) {
	s.Mint.Clear(c.Response(), cookie.Access)
	s.Mint.Clear(c.Response(), cookie.Refresh)
}

func (s *Server) setupPage(c echo.Context) error {
	token := c.QueryParam("token")
	if err := s.Auth.CheckLink(c.Request().Context(), token, models.FirstAdmin); err != nil {
		return err
	}
	return s.show(c, http.StatusOK, views.Setup(s.page(c, "Make the first admin", ""), views.SetupForm{Token: token}))
}

// setup makes the first admin, for whoever has the link from the start-up log.
func (s *Server) setup(c echo.Context) error {
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.SetupForm{Token: printable(in.Token), Email: printable(in.Email)}
	err := s.Auth.CreateFirstAdmin(c.Request().Context(), in.Token, in.Email, in.Password)
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.Setup(s.page(c, "Make the first admin", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusCreated, echo.Map{"message": "The admin is ready."}, "/login?"+url.Values{"notice": {"admin"}, "next": {"/admin/policies"}}.Encode())
}

// me is what a member is told of themselves.
type me struct {
	Email string      `json:"email"`
	Role  models.Role `json:"role"`
}

func meOf(u models.User) me { return me{Email: u.Email, Role: u.Role} }

func (s *Server) me(c echo.Context) error {
	user, _ := s.viewer(c)
	return c.JSON(http.StatusOK, meOf(user))
}

func (s *Server) account(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Account(s.page(c, "Your account", "/account")))
}
