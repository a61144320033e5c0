package web

import (
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/auth"
	"github.com/prokken/prokken/models/users"
)

const identityKey = "identity"

// Identity asks once a request whose it is. An error that is not [IsUnauthenticated] is a failure: nobody knows then
// whether the visitor is logged in, and no page may say that they are not.
func (s *Frame) Identity(c echo.Context) (auth.Identity, error) {
	known, found := c.Get(identityKey).(authenticated)
	if !found {
		known.identity, known.err = s.authenticate(c)
		c.Set(identityKey, known)
	}
	return known.identity, known.err
}

// Viewer is who is looking at a public page: a user, nobody, or, after a failure that it logs, not known.
func (s *Frame) Viewer(c echo.Context) (user users.User, isMember, isKnown bool) {
	identity, err := s.Identity(c)
	if err != nil && !IsUnauthenticated(err) && !errors.Is(err, auth.ErrTwoAccounts) {
		LogFailure(c, err)
		return users.User{}, false, false
	}
	return identity.User, err == nil, true
}

// ViewerOf is who is looking at a page whose guard lets in none but members.
func (s *Frame) ViewerOf(c echo.Context) users.User {
	identity, _ := s.Identity(c)
	return identity.User
}

// IsUnauthenticated tells "not logged in" from a database that does not answer.
func IsUnauthenticated(err error) bool {
	return errors.Is(err, auth.ErrSignedOut) || errors.Is(err, auth.ErrEnded)
}

// IsNavigation reports whether a person is opening a page.
func IsNavigation(c echo.Context) bool {
	return c.Request().Method == http.MethodGet && c.Request().Header.Get("Sec-Fetch-Dest") == "document"
}

// IsPrefetch reports whether a browser asks ahead of the person, who may never open the page. Sec-Purpose is today's
// header, Purpose that of older browsers.
func IsPrefetch(c echo.Context) bool {
	h := c.Request().Header
	return strings.Contains(h.Get("Sec-Purpose"), "prefetch") || strings.Contains(h.Get("Purpose"), "prefetch")
}

// MayRedirect: a script that asks in the background must get 401 instead.
func MayRedirect(c echo.Context) bool {
	mode := c.Request().Header.Get("Sec-Fetch-Mode")
	return !WantsJSON(c) && (mode == "" || mode == "navigate")
}

// authenticated is the answer to whose a request is.
type authenticated struct {
	identity auth.Identity
	err      error
}

func (s *Frame) authenticate(c echo.Context) (auth.Identity, error) {
	return s.Auth.AuthenticateAny(c.Request().Context(), Shown(c), From(c))
}
