package commands

import (
	"context"
	"runtime/debug"
	"time"

	"github.com/prokken/prokken/handlers"
)

// serve serves the site, and does the work that waits in the database.
type serve struct {
	NoWork bool `help:"Leave the jobs that wait in the database (emails, audits, backups) to other servers."`
}

// Run takes the addresses before it writes anything.
func (cmd *serve) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	doors, err := openDoors(c)
	if err != nil {
		return err
	}
	defer doors.Close()
	collectSeldom()
	return run(ctx, i, c, doors, duties{pages: true, jobs: !cmd.NoWork})
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
