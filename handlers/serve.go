package handlers

import (
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"
)

const stopTimeout = 10 * time.Second

// Serve answers until ctx ends, then lets the answers at hand finish.
func Serve(ctx context.Context, listener net.Listener, site http.Handler) error {
	server := &http.Server{
		Handler: site, ReadHeaderTimeout: 10 * time.Second, ReadTimeout: time.Minute, WriteTimeout: time.Minute,
		IdleTimeout: 2 * time.Minute,
		ErrorLog:    serverLog(),
	}
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		ending, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		if err := server.Shutdown(ending); err != nil {
			slog.Warn("some answers were cut off at the end", "error", err)
		}
		stopped <- server.Close()
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-stopped
}
