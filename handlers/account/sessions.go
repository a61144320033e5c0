package account

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
	accountview "github.com/prokken/prokken/views/account"
)

func (s *Handler) Sessions(c echo.Context) error {
	identity, _ := s.Identity(c)
	all, err := s.Auth.Sessions(c.Request().Context(), identity.User.ID)
	if err != nil {
		return err
	}
	idle := cookie.Lifetime(s.Mint.Lifetime(cookie.Refresh)).String()
	rows := views.SessionRows(all, identity.Session)
	return s.Show(
		c,
		http.StatusOK,
		accountview.SessionsPage(
			s.Page(c, "Sessions", "/account/sessions"), accountNotices[c.QueryParam("notice")], idle, rows,
		),
	)
}

// EndSessionOf ends one of the member's own sessions; the one in use is logged out.
func (s *Handler) EndSessionOf(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if err := s.Auth.EndSession(c.Request().Context(), identity, id); err != nil {
		return err
	}
	if id == identity.Session {
		s.forget(c)
		return s.Done(c, http.StatusOK, echo.Map{"message": "You are logged out."}, "/")
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "That session has ended."}, "/account/sessions?notice=ended")
}

func (s *Handler) EndOthers(c echo.Context) error {
	identity, _ := s.Identity(c)
	if err := s.Auth.EndOtherSessions(c.Request().Context(), identity); err != nil {
		return err
	}
	return s.Done(
		c,
		http.StatusOK,
		echo.Map{"message": "All other sessions have ended."},
		"/account/sessions?notice=others",
	)
}
