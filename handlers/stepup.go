package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/validation"
	"github.com/prokken/prokken/views"
)

// keepPrefix marks, in the confirm form, the fields of the form that waits.
const keepPrefix = "keep."

// hiddenFields are the fields of a form that keep wants, under the name that it
// gives them, in the order of those.
func hiddenFields(c echo.Context, keep func(name string) (string, bool)) []views.Hidden {
	var fields []views.Hidden
	for name, values := range c.Request().PostForm {
		kept, wanted := keep(name)
		for _, value := range values {
			if wanted {
				fields = append(fields, views.Hidden{Name: kept, Value: printable(value)})
			}
		}
	}
	slices.SortStableFunc(fields, func(a, b views.Hidden) int { return strings.Compare(a.Name, b.Name) })
	return fields
}

func (s *Server) confirmPage(c echo.Context) error {
	return s.askProof(c, http.StatusOK, views.ConfirmForm{Next: safeNext(c.QueryParam("next"))})
}

func (s *Server) askProof(c echo.Context, status int, form views.ConfirmForm) error {
	identity, err := s.identity(c)
	if err != nil {
		return err
	}
	factors, err := s.Auth.Factors(c.Request().Context(), identity.User.ID)
	if err != nil {
		return err
	}
	form.Factor, form.Passkey = factors.Any(), len(factors.Passkeys) > 0
	return s.show(c, status, views.ConfirmPage(s.page(c, "Is it you?", ""), form))
}

// confirm takes the proof, then goes on with what waits for it.
func (s *Server) confirm(c echo.Context) error {
	var in struct {
		Current string `form:"current" json:"current"`
		Code    string `form:"code" json:"code"`
		Next    string `form:"next" json:"next"`
		Again   string `form:"again" json:"again"`
	}
	if err := read(c, &in); err != nil {
		return err
	}
	form := views.ConfirmForm{Next: safeNext(in.Next), Fields: waitingFields(c)}
	if isLocal(in.Again) {
		form.Again = in.Again
	}
	identity, _ := s.identity(c)
	tokens, err := s.Auth.StepUp(c.Request().Context(), identity, in.Current, in.Code)
	if err != nil {
		return s.confirmFailed(c, form, err)
	}
	s.setCookies(c, tokens)
	return s.goOn(c, form)
}

func (s *Server) goOn(c echo.Context, form views.ConfirmForm) error {
	if form.Again == "" {
		return s.done(c, http.StatusOK, echo.Map{"message": "Thank you."}, form.Next)
	}
	return s.show(c, http.StatusOK, views.ContinuePage(s.page(c, "Go on", ""), views.Continue{
		Heading: "Thank you", Text: "Now we can go on with what you were doing.", Action: form.Again, Button: "Go on", Fields: form.Fields,
	}))
}

func (s *Server) confirmFailed(c echo.Context, form views.ConfirmForm, err error) error {
	var invalid validation.Errors
	switch status, message, _ := s.outcome(c, err); {
	case errors.As(err, &invalid) && wantsJSON(c):
		return s.correct(c, invalid, nil)
	case errors.As(err, &invalid):
		form.Invalid = invalid
		return s.askProof(c, http.StatusUnprocessableEntity, form)
	case errors.Is(err, auth.ErrTooMany) && !wantsJSON(c):
		form.Problem = message
		return s.askProof(c, status, form)
	}
	return err
}

// waitingFields are the fields of the form that waits.
func waitingFields(c echo.Context) []views.Hidden {
	return hiddenFields(c, func(name string) (string, bool) { return strings.CutPrefix(name, keepPrefix) })
}
