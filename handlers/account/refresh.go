package account

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
	"github.com/prokken/prokken/views/forms"
)

// RefreshByLink renews a session while a person opens a page. Pictures, frames
// and prefetches do not. A browser that does not say what it is doing gets a
// button to press.
func (s *Handler) RefreshByLink(c echo.Context) error {
	h := c.Request().Header
	next := web.SafeNext(c.QueryParam("next"))
	if c.Request().Method == http.MethodGet && h.Get("Sec-Fetch-Mode") == "" && h.Get("Sec-Fetch-Dest") == "" {
		return s.Show(c, http.StatusOK, views.ContinuePage(s.Page(c, "Continue", ""), views.Continue{
			Heading: "Welcome back", Text: "Press the button to continue where you left off.",
			Action: "/api/auth/refresh", Button: "Continue", Fields: []forms.Hidden{{Name: "next", Value: next}},
		}))
	}
	if c.Request().Method != http.MethodGet || h.Get("Sec-Fetch-Mode") != "navigate" ||
		h.Get("Sec-Fetch-Dest") != "document" ||
		web.IsPrefetch(c) {
		return web.ErrNotNavigation
	}
	if err := s.rotate(c); err != nil {
		return s.loginInstead(c, err, next)
	}
	return c.Redirect(http.StatusSeeOther, s.WithRenewed(next))
}

// Refresh renews a session: for a script, for the Continue button, and, when
// the query carries our seal, for a form on its way to another page. That form
// is not looked at, and goes on even if the session cannot be renewed: its own
// page knows how to keep it.
func (s *Handler) Refresh(c echo.Context) error {
	next := c.QueryParam("next")
	if s.Keys.Sealed(s.Now(), c.QueryParam("seal"), "replay", c.Request().Method, next) {
		if err := s.rotate(c); err != nil && !web.IsUnauthenticated(err) {
			return err
		}
		return c.Redirect(http.StatusTemporaryRedirect, s.WithRenewed(next))
	}
	var in web.Credentials
	if err := web.Read(c, &in); err != nil {
		return err
	}
	if err := s.rotate(c); err != nil {
		return s.loginInstead(c, err, web.SafeNext(in.Next))
	}
	return s.Done(c, http.StatusOK, echo.Map{"message": "Renewed."}, web.SafeNext(in.Next))
}

// rotate trades the refresh cookie for new ones. The cookies are cleared only
// if their session is over: a failure must not take them from a racing tab.
func (s *Handler) rotate(c echo.Context) error {
	tokens, err := s.Auth.RefreshAny(c.Request().Context(), web.Shown(c), web.From(c))
	if errors.Is(err, auth.ErrEnded) {
		s.clearCookies(c)
	}
	if err == nil {
		s.setCookies(c, tokens)
	}
	return err
}

func (s *Handler) loginInstead(c echo.Context, err error, next string) error {
	if !web.IsUnauthenticated(err) || web.WantsJSON(c) {
		return err
	}
	switch _, err := s.Identity(c); {
	case err == nil: // it was renewed ahead of time: go on without
		return c.Redirect(http.StatusSeeOther, s.WithRenewed(next))
	case !web.IsUnauthenticated(err):
		return err
	}
	return c.Redirect(http.StatusSeeOther, loginPath(next))
}
