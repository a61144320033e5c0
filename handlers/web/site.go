package web

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/site"
)

const siteKey = "site"

// SetSite notes which site the request is about. Guards call it.
func SetSite(c echo.Context, s *site.Site) { c.Set(siteKey, s) }

// BackOfficePath returns what the addresses begin with at which the request's site is looked after:
// those of admins for the own site, those of its owner for a customer's.
func BackOfficePath(c echo.Context) string {
	s := Site(c)
	if s.IsOwn() {
		return "/admin"
	}
	return "/sites/" + s.Row().Slug
}

// PoliciesPath returns what the addresses begin with at which the policies of the request's site are
// edited.
func PoliciesPath(c echo.Context) string { return BackOfficePath(c) + "/policies" }

// Site returns the site that the request is about, which the guard of its row has found.
func Site(c echo.Context) *site.Site {
	s, _ := c.Get(siteKey).(*site.Site)
	return s
}
