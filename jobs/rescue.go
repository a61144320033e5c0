package jobs

import (
	"context"
	"log/slog"
	"time"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

const (
	// rescueAfter is after how long a job was surely left by its server: what lives has ended it
	// at [jobTimeout].
	rescueAfter = jobTimeout + 10*time.Second
	rescueEvery = 5 * time.Second
	// maxAhead is how far in the future a job that is due may be dated: River lets those be due that
	// have 5 seconds left.
	maxAhead = 10 * time.Second
)

// shortKinds are the jobs that end within [jobTimeout]. Audits, backups and the hourly work
// have limits of their own, and are River's to rescue.
var shortKinds = []string{
	sendMail{}.Kind(), syncCustomer{}.Kind(), accountTask{}.Kind(), subscribe{}.Kind(), announceVersion{}.Kind(),
}

// rescue takes up what other servers left when they were killed, or dated by a wrong clock, until
// ctx ends. River does the former, too, but only after the longest limit of all kinds.
func rescue(ctx context.Context, db *models.DB) {
	ticker := time.NewTicker(rescueEvery)
	defer ticker.Stop()
	for {
		n, err := jobrows.Release(ctx, db, shortKinds, rescueAfter)
		tellRescued(ctx, "jobs are taken up again whose server is gone", n, err)
		n, err = jobrows.BringForward(ctx, db, maxAhead)
		tellRescued(ctx, "jobs are brought forward: the clock of a server is not the database's", n, err)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func tellRescued(ctx context.Context, what string, n int, err error) {
	switch {
	case err != nil && ctx.Err() == nil && !models.IsAway(err):
		slog.ErrorContext(ctx, "cannot look for jobs that were left", "error", err)
	case n > 0:
		slog.WarnContext(ctx, what, "jobs", n)
	}
}
