package handlers

import (
	"log/slog"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
)

func (s *Server) home(c echo.Context) error {
	page := s.Page(c, "", "/")
	page.Wide = true
	return s.Show(c, http.StatusOK, views.Home(page))
}

// healthz says that the program runs, whatever the database does.
func (s *Server) healthz(c echo.Context) error {
	return c.String(http.StatusOK, "alive\n")
}

// readyz says whether it can serve: the database answers and is migrated.
func (s *Server) readyz(c echo.Context) error {
	if err := s.db.Ready(c.Request().Context()); err != nil {
		slog.WarnContext(c.Request().Context(), "not ready", "request", web.RequestID(c), "error", err)
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}
