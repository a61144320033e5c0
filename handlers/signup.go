package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/views"
)

func (s *Server) signupPage(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Signup(s.page(c, "Sign up", "/signup"), s.signupForm("")))
}

// signupForm names what signing up agrees to: what is recorded then.
func (s *Server) signupForm(email string) views.SignupForm {
	form := views.SignupForm{Email: printable(email)}
	for _, v := range s.Library.Shelf().Agreed() {
		form.Agrees = append(form.Agrees, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
	}
	return form
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
	form := s.signupForm(in.Email)
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
	err := s.Auth.Verify(c.Request().Context(), in.Token, in.Password, from(c))
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.Verify(s.page(c, "Confirm your address", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "Your address is confirmed."}, "/login?notice=verified")
}
