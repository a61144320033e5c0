package figures

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Jobs is how many jobs of a kind are in a state.
type Jobs struct {
	Kind, State string
	Count       int64
}

func readJobs(ctx context.Context, db *models.DB) ([]Jobs, error) {
	return find[Jobs](ctx, db, `SELECT kind, state, count(*) AS count FROM river_job GROUP BY kind, state`)
}

// WaitingJob is since when the oldest job of a kind waits that could be done, or that failed
// and will be tried again.
type WaitingJob struct {
	Kind  string
	Since time.Time
}

// readWaiting takes the lowest number of each kind: they are given in the order in which jobs come.
func readWaiting(ctx context.Context, db *models.DB) ([]WaitingJob, error) {
	return find[WaitingJob](ctx, db, `SELECT kind, created_at AS since FROM river_job
		WHERE id IN (SELECT min(id) FROM river_job WHERE state IN ('available', 'retryable') GROUP BY kind)`)
}
