package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/labstack/echo/v4"
)

// readyTimeout is shorter than what load balancers wait.
const readyTimeout = 3 * time.Second

// errDraining is why a server that is to stop is not ready.
var errDraining = errors.New("the server is about to stop")

// Drain lets /readyz say that nobody else is to be sent here. Everything is answered as before.
func (s *Server) Drain() { s.draining.Store(true) }

// healthz says that the program runs, whatever the database does.
func (s *Server) healthz(c echo.Context) error {
	return c.String(http.StatusOK, "alive\n")
}

// readyz says whether it can serve: it is not about to stop, and the database answers and is migrated.
func (s *Server) readyz(c echo.Context) error {
	err := s.ready(c.Request().Context())
	if c.Request().Context().Err() == nil { // else whoever asked went away, and nothing was learned
		s.logReadiness(err)
	}
	if err != nil {
		return c.String(http.StatusServiceUnavailable, "not ready\n")
	}
	return c.String(http.StatusOK, "ready\n")
}

func (s *Server) ready(ctx context.Context) error {
	if s.draining.Load() {
		return errDraining
	}
	ctx, cancel := context.WithTimeout(ctx, readyTimeout)
	defer cancel()
	return s.db.Ready(ctx)
}

// logReadiness tells of each change once: it is asked every few seconds.
func (s *Server) logReadiness(err error) {
	switch was := s.unready.Swap(err != nil); {
	case err != nil && !was && !errors.Is(err, errDraining):
		slog.Warn("not ready", "error", err)
	case err == nil && was:
		slog.Warn("ready again")
	}
}
