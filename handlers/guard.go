package handlers

import (
	"errors"
	"net/http"
	"net/url"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/cookie"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/views"
)

// guard is who may use an address.
type guard int

const (
	nobody guard = iota // the zero value admits nobody
	anyone
	member
	recentlyAuthenticated // a member who showed lately that it is them
	admin
	recentlyAuthenticatedAdmin
	developer // anyone, on a development server that sends no mail; elsewhere the address does not exist
	emulated  // anyone, where the emulator stands in for Stripe
)

// exists reports whether rows with that guard exist on this server.
func (s *Server) exists(g guard) bool {
	switch g {
	case developer:
		return !s.Config.InProduction() && s.Config.UsesOutbox()
	case emulated:
		return s.Emulator != nil && !s.Config.InProduction()
	default:
		return true
	}
}

// guarded lets through to next whom the guard admits.
func (s *Server) guarded(g guard, next echo.HandlerFunc) echo.HandlerFunc {
	switch g {
	case anyone, developer, emulated:
		return next
	case member:
		return s.members(s.agreed(next))
	case recentlyAuthenticated:
		return s.members(s.agreed(s.recently(next)))
	case admin:
		return s.members(s.admins(next))
	case recentlyAuthenticatedAdmin:
		return s.members(s.admins(s.recently(next)))
	default: // nobody
		return func(echo.Context) error { return errForbidden }
	}
}

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
		if identity.User.Role != users.Admin {
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
// Rows with the option beforeAgreement are open: where one agrees, takes one's data and leaves, or keeps the account
// safe. The admin pages are behind no such door: someone has to be able to mend things.
func (s *Server) agreed(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if !isSafe(r.Method) || !mayRedirect(c) || has(c, beforeAgreement) {
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

const identityKey = "identity"

// authenticated is the answer to whose a request is.
type authenticated struct {
	identity auth.Identity
	err      error
}

// identity asks once a request whose it is. An error that is not [isUnauthenticated] is a failure: nobody knows then
// whether the visitor is logged in, and no page may say that they are not.
func (s *Server) identity(c echo.Context) (auth.Identity, error) {
	known, found := c.Get(identityKey).(authenticated)
	if !found {
		known.identity, known.err = s.authenticate(c)
		c.Set(identityKey, known)
	}
	return known.identity, known.err
}

func (s *Server) authenticate(c echo.Context) (auth.Identity, error) {
	token := cookie.Get(c.Request(), cookie.Access)
	if token == "" {
		return auth.Identity{}, auth.ErrSignedOut
	}
	return s.Auth.Authenticate(c.Request().Context(), token, from(c))
}

// viewer is who is looking at a public page: a user, nobody, or, after a failure that it logs, not known.
func (s *Server) viewer(c echo.Context) (user users.User, isMember, isKnown bool) {
	identity, err := s.identity(c)
	if err != nil && !isUnauthenticated(err) {
		logFailure(c, err)
		return users.User{}, false, false
	}
	return identity.User, err == nil, true
}

// viewerOf is who is looking at a page whose guard lets in none but members.
func (s *Server) viewerOf(c echo.Context) users.User {
	identity, _ := s.identity(c)
	return identity.User
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
