package commands

import (
	"context"
	"errors"
	"fmt"
	"net"
	"runtime/debug"
	"time"

	"github.com/prokken/prokken/handlers"
)

// serve serves the site, and does the work that waits in the database.
type serve struct{}

// Run takes the address before it writes anything.
func (serve) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.HTTP.Address)
	if err != nil {
		return fmt.Errorf("cannot listen on %s: %w; is it in use? choose another with PROKKEN_HTTP_ADDRESS",
			c.HTTP.Address, errors.Unwrap(err))
	}
	defer listener.Close()
	return run(ctx, i, c, listener)
}

// warmAfter lets the first visitors go first.
const warmAfter = time.Second

// warm prepares what visitors will ask for first.
func warm(ctx context.Context, site *handlers.Server) error {
	select {
	case <-ctx.Done():
	case <-time.After(warmAfter):
		site.Warm()
		debug.FreeOSMemory() // the compressors' tables are needed once
	}
	return nil
}
