package handlers

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
)

// register puts the rows that exist here behind their guards.
func (s *Server) register(e *echo.Echo, rows []route) {
	for _, row := range rows {
		if !s.exists(row.guard) {
			continue
		}
		handle := row.handle
		if row.options.Has(web.Limited) {
			handle = s.limited(handle)
		}
		handle = s.guarded(row.guard, handle)
		if row.options.Has(web.NoIndex) {
			handle = noIndex(handle)
		}
		e.Add(row.method, row.path, handle)
		if row.method == http.MethodGet {
			e.HEAD(row.path, handle)
		}
	}
}

// seeOther sends the browser to a page of this site.
func seeOther(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusSeeOther, path) }
}

// movedTo answers that the page has its address elsewhere, for good.
func movedTo(path string) echo.HandlerFunc {
	return func(c echo.Context) error { return c.Redirect(http.StatusPermanentRedirect, path) }
}
