package handlers

import (
	"errors"
	"net/http"
	"slices"

	"github.com/labstack/echo/v4"

	consentrows "github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
)

func (s *Server) signupPage(c echo.Context) error {
	return s.show(c, http.StatusOK, views.Signup(s.page(c, "Sign up", "/signup"), signupForm("", s.Library.Snapshot())))
}

// signupForm names what signing up agrees to, which the form brings back.
func signupForm(email string, shelf *site.Snapshot) views.SignupForm {
	form := views.SignupForm{Email: printable(email), Upcoming: shelf.AgreedNext()}
	for _, v := range shelf.Agreed() {
		form.Agrees = append(form.Agrees, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		form.Names = append(form.Names, v.Name())
	}
	return form
}

// termsChanged is what someone hears whose page named versions that are not in
// effect any more.
var termsChanged = validation.Errors{"agrees": "What you agree to has changed since you opened this page. Please have a look at it, type your password once more, and sign up."}

// acceptances are what is agreed to; false where the page named other versions. A
// program that signs up without a page names none: what is in effect counts.
func acceptances(agreed []*site.Version, named []string) ([]consentrows.Acceptance, bool) {
	var all []consentrows.Acceptance
	for _, v := range agreed {
		if len(named) > 0 && !slices.Contains(named, v.Name()) {
			return nil, false
		}
		all = append(all, v.Acceptance())
	}
	return all, true
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
	shelf := s.Library.Snapshot()
	form := signupForm(in.Email, shelf)
	err := s.signUp(c, in, shelf.Agreed())
	if errors.As(err, &form.Invalid) {
		return s.correct(c, form.Invalid, views.Signup(s.page(c, "Sign up", ""), form))
	}
	if err != nil {
		return err
	}
	return s.done(c, http.StatusAccepted, echo.Map{"message": "Check your mail."}, "/signup/sent")
}

func (s *Server) signUp(c echo.Context, in credentials, agreed []*site.Version) error {
	terms, same := acceptances(agreed, in.Agrees)
	if !same {
		return termsChanged
	}
	return s.Auth.Signup(c.Request().Context(), in.Email, in.Password, terms...)
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
