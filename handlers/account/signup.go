package account

import (
	"errors"
	"net/http"
	"net/url"
	"slices"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/consents"
	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	accountview "github.com/prokken/prokken/views/account"
	"github.com/prokken/prokken/views/display"
)

func (s *Handler) SignupPage(c echo.Context) error {
	page := s.Page(c, "Sign up", "/signup")
	return s.Show(
		c,
		http.StatusOK,
		accountview.Signup(page, signupForm("", c.QueryParam("next"), web.Site(c).Snapshot())),
	)
}

// signupForm names what signing up agrees to, which the form brings back.
func signupForm(email, next string, snapshot *site.Snapshot) accountview.SignupForm {
	form := accountview.SignupForm{Email: web.Printable(email), Upcoming: snapshot.AgreedNext()}
	if next != "" {
		form.Next = web.SafeNext(next)
	}
	for _, v := range snapshot.Agreed() {
		form.Agrees = append(form.Agrees, views.Link{Title: v.Document.Title, Href: "/legal/" + v.Document.Slug})
		form.Names = append(form.Names, v.Name())
	}
	return form
}

// termsChanged is what someone hears whose page named versions that are not in
// effect any more.
var termsChanged = validation.Errors{
	"agrees": "What you agree to has changed since you opened this page. Please take a look, enter your password again, and sign up.",
}

// acceptances are what is agreed to; false where the page named other versions. A
// program that signs up without a page names none: what is in effect counts.
func acceptances(agreed []*site.Version, named []string) ([]consents.Acceptance, bool) {
	var all []consents.Acceptance
	for _, v := range agreed {
		if len(named) > 0 && !slices.Contains(named, v.Name()) {
			return nil, false
		}
		all = append(all, v.Acceptance())
	}
	return all, true
}

func (s *Handler) SignupSent(c echo.Context) error {
	return s.Show(c, http.StatusOK, accountview.CheckMail(s.Page(c, "Check your email", "")))
}

// Signup asks for an account. The answer is the same whether the address has
// one or not.
func (s *Handler) Signup(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	snapshot := web.Site(c).Snapshot()
	form := signupForm(in.Email, in.Next, snapshot)
	err := s.signUp(c, in, form.Next, snapshot.Agreed())
	if errors.As(err, &form.Invalid) {
		return s.Correct(c, form.Invalid, accountview.Signup(s.Page(c, "Sign up", ""), form))
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusAccepted, echo.Map{"message": "Check your email."}, "/signup/sent")
}

func (s *Handler) signUp(c echo.Context, in web.Credentials, next string, agreed []*site.Version) error {
	terms, same := acceptances(agreed, in.Agrees)
	if !same {
		return termsChanged
	}
	return s.Auth.SignupFor(c.Request().Context(), in.Email, in.Password, next, terms...)
}

// VerifyPage uses nothing up: mail scanners open links too.
func (s *Handler) VerifyPage(c echo.Context) error {
	token := c.QueryParam("token")
	contested, err := s.Auth.Contested(c.Request().Context(), token)
	if err != nil {
		return err
	}
	return s.showVerify(c, http.StatusOK, accountview.VerifyForm{Token: token, AskPassword: contested})
}

func (s *Handler) showVerify(c echo.Context, status int, form accountview.VerifyForm) error {
	account, err := s.Auth.Account(c.Request().Context(), form.Token, flows.Verify)
	if err != nil {
		return err
	}
	form.Account = display.Email(account)
	return s.Show(c, status, accountview.Verify(s.Page(c, "Confirm your address", ""), form))
}

func (s *Handler) Verify(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := accountview.VerifyForm{Token: web.Printable(in.Token), AskPassword: true}
	next := s.Auth.Next(c.Request().Context(), in.Token)
	err := s.Auth.Verify(c.Request().Context(), in.Token, in.Password, web.From(c))
	if errors.As(err, &form.Invalid) && web.WantsJSON(c) {
		return s.Correct(c, form.Invalid, nil)
	}
	if form.Invalid != nil {
		return s.showVerify(c, http.StatusUnprocessableEntity, form)
	}
	if err != nil {
		return err
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Your address is confirmed."}, verifiedPath(next))
}

// verifiedPath is the log-in of somebody who has confirmed their address.
func verifiedPath(next string) string {
	query := url.Values{"notice": {"verified"}}
	if next != "" {
		query.Set("next", web.SafeNext(next))
	}
	return "/login?" + query.Encode()
}
