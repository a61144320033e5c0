package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/models/flows"
	"github.com/prokken/prokken/views"
)

func (s *Server) setupPage(c echo.Context) error {
	token := c.QueryParam("token")
	if err := s.Auth.CheckLink(c.Request().Context(), token, flows.FirstAdmin); err != nil {
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
