package handlers

import (
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// sitesPrefix is what the addresses of customers' pages begin with.
const sitesPrefix = "/s/"

// onSitesHost are the beginnings of what else is there on the host of customers' pages.
var onSitesHost = []string{sitesPrefix, "/static/", "/healthz", "/robots.txt", "/.well-known/acme-challenge/"}

func isHostedPath(path string) bool { return strings.HasPrefix(path, sitesPrefix) }

// isSitesHost reports whether the request came to the host of customers' pages, where those have one.
func (s *Server) isSitesHost(r *http.Request) bool {
	return s.Config.HTTP.SitesHost != "" && strings.EqualFold(r.Host, s.Config.HTTP.SitesHost)
}

// keepSitesApart answers for customers' pages on their own host alone, where one is configured, and
// for nothing else there: what strangers write shares no origin with accounts. Other hosts lead there.
func (s *Server) keepSitesApart(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		if s.isSitesHost(r) {
			web.AddOption(c, web.Hosted)
			isThere := func(prefix string) bool { return strings.HasPrefix(r.URL.Path, prefix) }
			if !slices.ContainsFunc(onSitesHost, isThere) {
				return models.ErrNotFound
			}
			return next(c)
		}
		if s.Config.HTTP.SitesHost != "" && isHostedPath(r.URL.Path) {
			return c.Redirect(http.StatusPermanentRedirect, s.Config.SitesURL()+"/"+strings.TrimLeft(r.URL.RequestURI(), "/"))
		}
		return next(c)
	}
}
