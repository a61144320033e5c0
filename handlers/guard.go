package handlers

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/views"
)

const identityKey = "identity"

// members lets in who is logged in. A browser whose access cookie ran out is
// sent through the refresh and comes back; a script gets 401.
func (s *Server) members(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.identity(c)
		switch {
		case err == nil && !isRenewed(c) && isNavigation(c) && s.isDue(identity):
			return s.renew(c)
		case err == nil && isRenewed(c) && isNavigation(c) && !s.isDue(identity):
			return c.Redirect(http.StatusSeeOther, withoutRenewed(c.Request().URL))
		case err == nil:
			return next(c)
		case isUnauthenticated(err) && mayRedirect(c):
			return s.renew(c)
		}
		return err
	}
}

// admins lets in admins, of those who are logged in. One without a second factor
// is sent to set one up.
func (s *Server) admins(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		identity, err := s.identity(c)
		if err != nil {
			return err
		}
		if identity.User.Role != models.Admin {
			return errForbidden
		}
		err = identity.MayAdminister()
		if err != nil && isSafe(c.Request().Method) && mayRedirect(c) {
			return c.Redirect(http.StatusSeeOther, "/account/security?notice=factor")
		}
		if err != nil {
			return err
		}
		return next(c)
	}
}

// agreed sends members who have yet to agree to changed terms to do so, once,
// and back. Only a person opening a page is sent: a form that is on its way was
// begun before, and is not lost, and scripts and the JSON API go on as they did.
// The admin pages are behind no such door: someone has to be able to mend things.
func (s *Server) agreed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !isSafe(r.Method) || !mayRedirect(c) || isFree(r.URL.Path) {
			return next(c)
		}
		identity, err := s.identity(c)
		if err != nil {
			return err
		}
		owed, err := s.Library.Owed(r.Context(), identity.User.ID)
		if err != nil {
			return err
		}
		if len(owed) == 0 {
			return next(c)
		}
		return c.Redirect(http.StatusSeeOther, "/account/agree?"+url.Values{"next": {r.URL.RequestURI()}}.Encode())
	}
}

// isFree reports whether a member's page is open to those who have not agreed:
// where one agrees, takes one's data and leaves, or keeps the account safe.
func isFree(path string) bool {
	return slices.ContainsFunc([]string{"/account/agree", "/account/data", "/account/confirm", "/account/security", "/account/sessions"}, func(free string) bool {
		return path == free || strings.HasPrefix(path, free+"/")
	})
}

// identity asks once a request whose it is.
func (s *Server) identity(c echo.Context) (auth.Identity, error) {
	if known, found := c.Get(identityKey).(auth.Identity); found {
		return known, nil
	}
	token := cookie.Get(c.Request(), cookie.Access)
	if token == "" {
		return auth.Identity{}, auth.ErrSignedOut
	}
	identity, err := s.Auth.Authenticate(c.Request().Context(), token, from(c))
	if err == nil {
		c.Set(identityKey, identity)
	}
	return identity, err
}

// viewer is the user who is looking, if one is.
func (s *Server) viewer(c echo.Context) (models.User, bool) {
	identity, err := s.identity(c)
	return identity.User, err == nil
}

// isUnauthenticated tells "not logged in" from a database that does not answer.
func isUnauthenticated(err error) bool {
	return errors.Is(err, auth.ErrSignedOut) || errors.Is(err, auth.ErrEnded)
}

// isNavigation reports whether a person is opening a page.
func isNavigation(c echo.Context) bool {
	return c.Request().Method == http.MethodGet && c.Request().Header.Get("Sec-Fetch-Dest") == "document"
}

// mayRedirect: a script that asks in the background must get 401 instead.
func mayRedirect(c echo.Context) bool {
	mode := c.Request().Header.Get("Sec-Fetch-Mode")
	return !wantsJSON(c) && (mode == "" || mode == "navigate")
}

// isDue: the token is renewed ahead, while a person opens a page, so that a form
// rarely meets an access cookie that ran out.
func (s *Server) isDue(identity auth.Identity) bool {
	return identity.Expires.Sub(s.now()) < identity.Life/4
}

// isRenewed: the browser comes back from the refresh.
func isRenewed(c echo.Context) bool { return c.QueryParam(renewedParam) != "" }

// renewedParam is on the way back from a refresh: one round is enough.
const renewedParam = "renewed"

// renew sends the browser through the refresh, once.
func (s *Server) renew(c echo.Context) error {
	r := c.Request()
	back := withoutRenewed(r.URL)
	if s.Keys.Sealed(s.now(), c.QueryParam(renewedParam), "renewed", back) {
		return s.askLogin(c, back)
	}
	query := url.Values{"next": {back}}
	if isSafe(r.Method) {
		return c.Redirect(http.StatusSeeOther, "/api/auth/refresh?"+query.Encode())
	}
	query.Set("seal", s.Keys.Seal(s.now(), "replay", r.Method, back))
	return c.Redirect(http.StatusTemporaryRedirect, "/api/auth/refresh?"+query.Encode())
}

// askLogin asks to log in: with a page, or, when a form was on its way, with
// the form kept in the page, so that nothing typed is lost.
func (s *Server) askLogin(c echo.Context, back string) error {
	if isSafe(c.Request().Method) {
		return c.Redirect(http.StatusSeeOther, "/login?"+url.Values{"next": {back}}.Encode())
	}
	fields, err := keptFields(c)
	if err != nil {
		return err
	}
	return s.show(c, http.StatusUnauthorized, views.ResendPage(s.page(c, "Please log in again", ""), views.Continue{
		Action: back, Button: "Send again", Fields: fields,
	}))
}

func withoutRenewed(address *url.URL) string {
	query := address.Query()
	if !query.Has(renewedParam) {
		return address.RequestURI()
	}
	query.Del(renewedParam)
	clean := url.URL{Path: address.Path, RawPath: address.RawPath, RawQuery: query.Encode()}
	return clean.RequestURI()
}

func (s *Server) withRenewed(path string) string {
	address, err := url.Parse(path)
	if err != nil {
		return path
	}
	query := address.Query()
	query.Set(renewedParam, s.Keys.Seal(s.now(), "renewed", path))
	address.RawQuery = query.Encode()
	return address.RequestURI()
}
