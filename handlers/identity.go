package handlers

import (
	"errors"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/users"
)

const identityKey = "identity"

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
