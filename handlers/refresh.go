package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/views"
)

// refreshByLink renews a session while a person opens a page. Pictures, frames
// and prefetches do not. A browser that does not say what it is doing gets a
// button to press.
func (s *Server) refreshByLink(c echo.Context) error {
	h := c.Request().Header
	next := safeNext(c.QueryParam("next"))
	if c.Request().Method == http.MethodGet && h.Get("Sec-Fetch-Mode") == "" && h.Get("Sec-Fetch-Dest") == "" {
		return s.show(c, http.StatusOK, views.ContinuePage(s.page(c, "Continue", ""), views.Continue{
			Heading: "Welcome back", Text: "Press the button to go on where you were.",
			Action: "/api/auth/refresh", Button: "Continue", Fields: []views.Hidden{{Name: "next", Value: next}},
		}))
	}
	if c.Request().Method != http.MethodGet || h.Get("Sec-Fetch-Mode") != "navigate" || h.Get("Sec-Fetch-Dest") != "document" || strings.Contains(h.Get("Sec-Purpose"), "prefetch") {
		return errNotNavigation
	}
	if err := s.rotate(c); err != nil {
		return s.loginInstead(c, err, next)
	}
	return c.Redirect(http.StatusSeeOther, s.withRenewed(next))
}

// refresh renews a session: for a script, for the Continue button, and, when
// the query carries our seal, for a form on its way to another page. That form
// is not looked at, and goes on even if the session cannot be renewed: its own
// page knows how to keep it.
func (s *Server) refresh(c echo.Context) error {
	next := c.QueryParam("next")
	if s.Keys.Sealed(s.now(), c.QueryParam("seal"), "replay", c.Request().Method, next) {
		if err := s.rotate(c); err != nil && !isUnauthenticated(err) {
			return err
		}
		return c.Redirect(http.StatusTemporaryRedirect, s.withRenewed(next))
	}
	var in credentials
	if err := read(c, &in); err != nil {
		return err
	}
	if err := s.rotate(c); err != nil {
		return s.loginInstead(c, err, safeNext(in.Next))
	}
	return s.done(c, http.StatusOK, echo.Map{"message": "Renewed."}, safeNext(in.Next))
}

// rotate trades the refresh cookie for new ones. The cookies are cleared only
// if their session is over: a failure must not take them from a racing tab.
func (s *Server) rotate(c echo.Context) error {
	tokens, err := s.Auth.Refresh(c.Request().Context(), cookie.Get(c.Request(), cookie.Refresh), from(c))
	if errors.Is(err, auth.ErrEnded) {
		s.clearCookies(c)
	}
	if err == nil {
		s.setCookies(c, tokens)
	}
	return err
}

func (s *Server) loginInstead(c echo.Context, err error, next string) error {
	if !isUnauthenticated(err) || wantsJSON(c) {
		return err
	}
	switch _, err := s.identity(c); {
	case err == nil: // it was renewed ahead of time: go on without
		return c.Redirect(http.StatusSeeOther, s.withRenewed(next))
	case !isUnauthenticated(err):
		return err
	}
	return c.Redirect(http.StatusSeeOther, "/login?"+url.Values{"next": {next}}.Encode())
}
