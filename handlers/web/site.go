package web

import (
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/site"
)

const siteKey = "site"

// SetSite notes which site the request is about. Guards call it.
func SetSite(c echo.Context, s *site.Site) { c.Set(siteKey, s) }

// Site returns the site that the request is about, which the guard of its row has found.
func Site(c echo.Context) *site.Site {
	s, _ := c.Get(siteKey).(*site.Site)
	return s
}
