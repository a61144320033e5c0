package commands

import (
	"log/slog"
	"net/http"
	"os"
	"sync"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// emulated is the emulator, which is opened when somebody needs it; nil where Stripe is real.
// Several goroutines may use it.
type emulated struct {
	file   string // where it keeps its state
	open   func() (*emulator.Emulator, error)
	mu     sync.Mutex
	opened *emulator.Emulator
	closed bool // it is not opened any more
}

// get opens the emulator, if it is not open.
func (e *emulated) get() (*emulator.Emulator, error) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed {
		return nil, http.ErrServerClosed
	}
	if e.opened == nil {
		opened, err := e.open()
		if err != nil {
			return nil, err
		}
		e.opened = opened
	}
	return e.opened, nil
}

// isNew reports whether it never ran, so that there is nothing to go on with.
func (e *emulated) isNew() bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.opened != nil {
		return false
	}
	_, err := os.Stat(e.file)
	return os.IsNotExist(err)
}

// Resume opens an emulator that ran before: it goes on with deliveries that were cut off, and with
// what time brings. The error is that its state cannot be read.
func (e *emulated) Resume() error {
	if e == nil || e.isNew() {
		return nil
	}
	_, err := e.get()
	return err
}

// Now implements clock.Clock. As long as the emulator is new, nobody has set its time forward.
func (e *emulated) Now() time.Time {
	if e.isNew() {
		return time.Now()
	}
	opened, err := e.get()
	if err != nil {
		return time.Now() // Resume ends the server for it
	}
	return opened.Now()
}

// ServeHTTP opens the emulator for the first request.
func (e *emulated) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	opened, err := e.get()
	if err != nil {
		slog.ErrorContext(r.Context(), "the Stripe emulator does not open", "error", err)
		http.Error(w, "The Stripe emulator does not open: the log says why.", http.StatusServiceUnavailable)
		return
	}
	opened.ServeHTTP(w, r)
}

// Handler answers the emulator's addresses; nil where there is none.
func (e *emulated) Handler() http.Handler {
	if e == nil {
		return nil
	}
	return e
}

// Close closes the emulator. It ends with the program, so nobody is told of errors.
func (e *emulated) Close() {
	if e == nil {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	e.closed = true
	if e.opened != nil {
		_ = e.opened.Close()
	}
}
