package handlers

import (
	"crypto/sha256"
	"crypto/subtle"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

const metricsPath = "/metrics"

// showMetrics answers with the figures.
func (s *Server) showMetrics(c echo.Context) error {
	s.metrics.ServeHTTP(c.Response(), c.Request())
	return nil
}

// scrapers lets in who has the token.
func (s *Server) scrapers(next echo.HandlerFunc) echo.HandlerFunc {
	want := sha256.Sum256([]byte(s.Config.Metrics.Token))
	return func(c echo.Context) error {
		scheme, token, _ := strings.Cut(c.Request().Header.Get(echo.HeaderAuthorization), " ")
		got := sha256.Sum256([]byte(token))
		if !strings.EqualFold(scheme, "Bearer") || subtle.ConstantTimeCompare(got[:], want[:]) != 1 {
			c.Response().Header().Set(echo.HeaderWWWAuthenticate, `Bearer realm="metrics"`)
			return web.ErrNoToken
		}
		return next(c)
	}
}

// OnlyMetrics answers the address of the figures with them, and no other: for a listener of its own.
func OnlyMetrics(figures http.Handler) http.Handler {
	mux := http.NewServeMux()
	mux.Handle("GET "+metricsPath, figures)
	return mux
}
