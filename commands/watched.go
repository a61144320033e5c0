package commands

import (
	"context"
	"io"
	"log/slog"
	"time"

	"github.com/prokken/prokken/auth/password"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/handlers"
	"github.com/prokken/prokken/logging"
	"github.com/prokken/prokken/metrics"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/figures"
)

// openLog lets the program's lines be written as configured, and returns the log of requests.
func openLog(c config.Config, out io.Writer) *logging.Requests {
	settings := logging.Settings{
		Level: c.Log.Level, JSON: c.Log.Format == config.JSON, Requests: logging.Which(c.Log.Requests),
	}
	slog.SetDefault(logging.New(out, settings))
	return logging.NewRequests(out, settings)
}

func openMetrics(db *models.DB, site models.SiteID, hasher password.Hasher) *metrics.Metrics {
	return metrics.New(metrics.Settings{Source: stored{db, site}, Hashes: hasher, Pools: db.Pools()})
}

// stored reads the figures of the database.
type stored struct {
	db   *models.DB
	site models.SiteID
}

// Figures implements [metrics.Source].
func (s stored) Figures(ctx context.Context) (figures.Figures, error) {
	return figures.Read(ctx, s.db, s.site)
}

// drained is a context that ends that long after ctx. Meanwhile /readyz says that the server is
// about to stop.
func drained(ctx context.Context, site *handlers.Server, wait time.Duration) context.Context {
	serving, stop := context.WithCancel(context.WithoutCancel(ctx))
	context.AfterFunc(ctx, func() {
		site.Drain()
		slog.InfoContext(ctx, "stopping: what is being answered is ended first", "drain", wait)
		time.AfterFunc(wait, stop)
	})
	return serving
}
