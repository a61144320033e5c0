package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/views"
)

func (s *Server) sessions(c echo.Context) error {
	identity, _ := s.identity(c)
	all, err := s.Auth.Sessions(c.Request().Context(), identity.User.ID)
	if err != nil {
		return err
	}
	idle := cookie.Lifetime(s.Mint.Lifetime(cookie.Refresh)).String()
	rows := views.SessionRows(all, identity.Session)
	return s.show(c, http.StatusOK, views.SessionsPage(s.page(c, "Sessions", "/account/sessions"), accountNotices[c.QueryParam("notice")], idle, rows))
}

// endSessionOf ends one of the member's own sessions; the one in use is logged out.
func (s *Server) endSessionOf(c echo.Context) error {
	id, err := pathID(c)
	if err != nil {
		return err
	}
	identity, _ := s.identity(c)
	if err := s.Auth.EndSession(c.Request().Context(), identity, id); err != nil {
		return err
	}
	if id == identity.Session {
		s.forget(c)
		return s.done(c, http.StatusOK, echo.Map{"message": "You are logged out."}, "/")
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "That session has ended."}, "/account/sessions?notice=ended")
}

func (s *Server) endOthers(c echo.Context) error {
	identity, _ := s.identity(c)
	if err := s.Auth.EndOtherSessions(c.Request().Context(), identity); err != nil {
		return err
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "All other sessions have ended."}, "/account/sessions?notice=others")
}
