package commands

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"time"

	"github.com/coreos/go-systemd/v22/daemon"
)

// notify tells the system's service manager, where one waits for it, that the server is ready, from
// time to time that it still answers, and that it ends. Elsewhere it does nothing.
func notify(ctx context.Context, site http.Handler) {
	if !tell(ctx, daemon.SdNotifyReady) {
		return
	}
	every, err := daemon.SdWatchdogEnabled(false)
	if err != nil {
		slog.ErrorContext(ctx, "what the service manager asks for cannot be read", "error", err)
	}
	if every > 0 {
		watch(ctx, site, every/3)
	}
	<-ctx.Done()
	tell(ctx, daemon.SdNotifyStopping)
}

// tell tells a service manager, and reports whether there is one.
func tell(ctx context.Context, state string) bool {
	waits, err := daemon.SdNotify(false, state)
	if err != nil {
		slog.ErrorContext(ctx, "the service manager could not be told", "state", state, "error", err)
	}
	return waits
}

// watch tells that the server answers until ctx ends: what would answer requests, asked without a
// connection; a server without pages has it, too. A server that does not is not told of, and so
// is ended and started again.
func watch(ctx context.Context, site http.Handler, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := answers(ctx, site, every); err != nil {
			slog.ErrorContext(ctx, "the server does not answer itself", "error", err)
		} else {
			tell(ctx, daemon.SdNotifyWatchdog)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// answers asks the server whether it is alive, whatever the database does.
func answers(ctx context.Context, site http.Handler, patience time.Duration) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "/healthz", nil)
	if err != nil {
		return err
	}
	heard := make(chan int, 1)
	go func() {
		answer := statusOnly{header: http.Header{}}
		site.ServeHTTP(&answer, request)
		heard <- answer.status
	}()
	select {
	case status := <-heard:
		if status != http.StatusOK {
			return errors.New(http.StatusText(status))
		}
		return nil
	case <-time.After(patience):
		return errors.New("no answer in time")
	}
}

// statusOnly keeps of an answer its status alone.
type statusOnly struct {
	header http.Header
	status int
}

// Header implements [http.ResponseWriter].
func (s *statusOnly) Header() http.Header { return s.header }

// WriteHeader implements [http.ResponseWriter].
func (s *statusOnly) WriteHeader(status int) { s.status = status }

// Write implements [http.ResponseWriter].
func (s *statusOnly) Write(text []byte) (int, error) {
	if s.status == 0 {
		s.status = http.StatusOK
	}
	return len(text), nil
}
