package handlers

import (
	"slices"
	"time"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/logging"
)

// unmatched stands for every address that is in no row.
const unmatched = "unmatched"

// probes are asked every few seconds by what watches the server.
var probes = []string{"/healthz", "/readyz", metricsPath}

// observe counts every answer, and writes a line about those that the configuration names. No
// line holds a query, a body, a cookie or an address.
func (s *Server) observe(rows []route) echo.MiddlewareFunc {
	patterns := map[string]bool{}
	for _, row := range rows {
		patterns[row.path] = true
	}
	return func(next echo.HandlerFunc) echo.HandlerFunc {
		return func(c echo.Context) error {
			start := time.Now()
			if err := next(c); err != nil {
				c.Error(err)
			}
			route := c.Path()
			if !patterns[route] {
				route = unmatched
			}
			s.note(c, route, time.Since(start))
			return nil
		}
	}
}

func (s *Server) note(c echo.Context, route string, took time.Duration) {
	r, status := c.Request(), c.Response().Status
	if s.counter != nil {
		s.counter.CountRequest(r.Method, route, status, took)
	}
	if s.requestLog.Wants(r.Method, status) {
		s.requestLog.Write(r.Context(), logging.Request{
			ID: web.RequestID(c), Method: logging.Method(r.Method), Route: route, Path: logging.Path(r.URL.Path), Status: status, Took: took,
			IsProbe: slices.Contains(probes, route),
		})
	}
}
