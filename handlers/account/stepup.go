package account

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
	accountview "github.com/prokken/prokken/views/account"
	"github.com/prokken/prokken/views/forms"
)

// keepPrefix marks, in the confirm form, the fields of the form that waits.
const keepPrefix = "keep."

func (s *Handler) ConfirmPage(c echo.Context) error {
	return s.AskProof(c, http.StatusOK, accountview.ConfirmForm{Next: web.SafeNext(c.QueryParam("next"))})
}

func (s *Handler) AskProof(c echo.Context, status int, form accountview.ConfirmForm) error {
	identity, err := s.Identity(c)
	if err != nil {
		return err
	}
	factors, err := s.Auth.Factors(c.Request().Context(), identity.User.ID)
	if err != nil {
		return err
	}
	form.Factor, form.Passkey = factors.Any(), len(factors.Passkeys) > 0
	return s.Show(c, status, accountview.ConfirmPage(s.Page(c, "Confirm it's you", ""), form))
}

// Confirm takes the proof, then goes on with what waits for it.
func (s *Handler) Confirm(c echo.Context) error {
	var in struct {
		Current string `form:"current" json:"current"`
		Code    string `form:"code" json:"code"`
		Next    string `form:"next" json:"next"`
		Again   string `form:"again" json:"again"`
	}
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := accountview.ConfirmForm{Next: web.SafeNext(in.Next), Fields: waitingFields(c)}
	if web.IsLocal(in.Again) {
		form.Again = in.Again
	}
	identity, _ := s.Identity(c)
	tokens, err := s.Auth.StepUp(c.Request().Context(), identity, in.Current, in.Code)
	if err != nil {
		return s.confirmFailed(c, form, err)
	}
	s.setCookies(c, tokens)
	return s.goOn(c, form)
}

func (s *Handler) goOn(c echo.Context, form accountview.ConfirmForm) error {
	if form.Again == "" {
		return s.Done(c, http.StatusOK, echo.Map{"message": "Thank you."}, form.Next)
	}
	return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, "Continue", ""), views.Continue{
		Heading: "Thank you", Text: "You can now continue with what you were doing.", Action: form.Again, Button: "Continue",
		Fields: form.Fields,
	}))
}

func (s *Handler) confirmFailed(c echo.Context, form accountview.ConfirmForm, err error) error {
	var invalid validation.Errors
	switch status, message, _ := s.Outcome(c, err); {
	case errors.As(err, &invalid) && web.WantsJSON(c):
		return s.Correct(c, invalid, nil)
	case errors.As(err, &invalid):
		form.Invalid = invalid
		return s.AskProof(c, http.StatusUnprocessableEntity, form)
	case errors.Is(err, auth.ErrTooMany) && !web.WantsJSON(c):
		form.Problem = message
		return s.AskProof(c, status, form)
	}
	return err
}

// waitingFields are the fields of the form that waits.
func waitingFields(c echo.Context) []forms.Hidden {
	return web.HiddenFields(c, func(name string) (string, bool) { return strings.CutPrefix(name, keepPrefix) })
}
