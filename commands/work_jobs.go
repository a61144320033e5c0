package commands

import "context"

// workJobs does the work that waits in the database, without serving the site: beside servers
// with --no-work, or as one more pair of hands.
type workJobs struct{}

// Run opens no address but that of the figures.
func (workJobs) Run(ctx context.Context, i Invocation) error {
	c, err := i.load()
	if err != nil {
		return err
	}
	figures, err := listenForFigures(c)
	if err != nil {
		return err
	}
	doors := &doors{figures: figures}
	defer doors.Close()
	return run(ctx, i, c, doors, duties{jobs: true})
}
