package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
)

// Job is what an admin sees of a job: never what it is about.
type Job struct {
	ID                       int64
	Kind                     string
	State                    string
	Attempt, MaxAttempts     int
	ScheduledAt, CreatedAt   time.Time
	AttemptedAt, FinalizedAt *time.Time
	LastError                string // short, and without addresses
}

// pageSize is how many jobs a page shows.
const pageSize = 50

// Jobs is a page of jobs, newest first, in one state or, if that is empty, in
// any: those older than the job after, or the newest for 0. It tells whether
// there are more.
func (q *Queue) Jobs(ctx context.Context, state string, after int64) ([]Job, bool, error) {
	params := river.NewJobListParams().OrderBy(river.JobListOrderByID, river.SortOrderDesc).First(pageSize + 1)
	if state != "" {
		if !slices.Contains(rivertype.JobStates(), rivertype.JobState(state)) {
			return nil, false, models.ErrNotFound
		}
		params = params.States(rivertype.JobState(state))
	}
	if after != 0 {
		params = params.After(river.JobListCursorFromJob(&rivertype.JobRow{ID: after}))
	}
	found, err := q.client.JobList(ctx, params)
	if err != nil {
		return nil, false, err
	}
	page := found.Jobs[:min(len(found.Jobs), pageSize)]
	jobs := make([]Job, len(page))
	for i, row := range page {
		jobs[i] = shown(row)
	}
	return jobs, len(found.Jobs) > pageSize, nil
}

func shown(row *rivertype.JobRow) Job {
	job := Job{
		ID: row.ID, Kind: row.Kind, State: string(row.State), Attempt: row.Attempt, MaxAttempts: row.MaxAttempts,
		ScheduledAt: row.ScheduledAt, CreatedAt: row.CreatedAt, AttemptedAt: row.AttemptedAt, FinalizedAt: row.FinalizedAt,
	}
	if n := len(row.Errors); n > 0 {
		job.LastError = discreet(row.Errors[n-1].Error)
	}
	return job
}

// Counts is how many jobs are in which state; a state without jobs is left out.
func (q *Queue) Counts(ctx context.Context) (map[string]int64, error) {
	return jobrows.JobCounts(ctx, q.db)
}

// Retry has a job done now that would wait or was given up. One that is being
// done, or was, is not done twice: the caller gets ErrConflict.
func (q *Queue) Retry(ctx context.Context, id int64) error {
	return q.db.Transaction(ctx, func(tx *models.DB) error {
		state, err := jobrows.LockJob(ctx, tx, id)
		if err != nil {
			return err
		}
		if state == string(rivertype.JobStateCompleted) || state == string(rivertype.JobStateRunning) {
			return models.ErrConflict
		}
		_, err = q.client.JobRetryTx(ctx, tx.Tx(), id)
		return err
	})
}
