package handlers

import (
	"errors"
	"net/http"
	"slices"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
)

// onAnyHost are the beginnings of what is asked under whatever name the server has: by
// certificate authorities, by what watches it, and by Stripe.
var onAnyHost = []string{"/.well-known/acme-challenge/", "/healthz", "/readyz", metricsPath, "/webhooks/"}

// leadToOwnHost leads who reads a page under another name, such as www, to the site's own
// address: only there a browser keeps the cookies. In production alone: elsewhere a machine
// has many names. The host of a configured site is no other name.
func (s *Server) leadToOwnHost(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		r := c.Request()
		isHome := s.sites.Own().HasHost(r.Host) || s.isSitesHost(r) || isOnAnyHost(r.URL.Path)
		if !s.Config.InProduction() || !web.IsSafe(r.Method) || isHome {
			return next(c)
		}
		if _, err := s.sites.ByHost(r.Context(), r.Host); !errors.Is(err, models.ErrNotFound) {
			return next(c)
		}
		written := r.URL.EscapedPath()
		if r.URL.RawQuery != "" {
			written += "?" + r.URL.RawQuery
		}
		return c.Redirect(http.StatusPermanentRedirect, s.Config.BaseURL+"/"+strings.TrimLeft(written, "/"))
	}
}

func isOnAnyHost(path string) bool {
	return slices.ContainsFunc(onAnyHost, func(prefix string) bool { return strings.HasPrefix(path, prefix) })
}
