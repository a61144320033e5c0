package account

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/flows"
	accountview "github.com/prokken/prokken/views/account"
)

func (s *Handler) SetupPage(c echo.Context) error {
	token := c.QueryParam("token")
	if err := s.Auth.CheckLink(c.Request().Context(), token, flows.FirstAdmin); err != nil {
		return err
	}
	page := s.Page(c, "Create the first admin", "")
	return s.Show(c, http.StatusOK, accountview.Setup(page, accountview.SetupForm{Token: token}))
}

// Setup makes the first admin, for whoever has the link from the start-up log.
func (s *Handler) Setup(c echo.Context) error {
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	form := accountview.SetupForm{Token: web.Printable(in.Token), Email: web.Printable(in.Email)}
	err := s.Auth.CreateFirstAdmin(c.Request().Context(), in.Token, in.Email, in.Password)
	if errors.As(err, &form.Invalid) {
		return s.Correct(c, form.Invalid, accountview.Setup(s.Page(c, "Create the first admin", ""), form))
	}
	if err != nil {
		return err
	}
	return s.Done(
		c,
		http.StatusCreated,
		echo.Map{"message": "The admin is ready."},
		"/login?"+url.Values{"notice": {"admin"}, "next": {"/admin/policies"}}.Encode(),
	)
}
