// Package jobrows reads and locks the rows of the job queue beside River itself.
// Start reading at [JobCounts].
package jobrows

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// AccountTask is work on an account that a worker does later: its name, whom it is
// about, and where that needs to be told, from which network and browser it was caused.
type AccountTask struct {
	Name      string    `json:"name"`
	Email     string    `json:"email,omitempty"`
	ID        uuid.UUID `json:"id"`
	Network   string    `json:"network,omitempty"`
	UserAgent string    `json:"user_agent,omitempty"`
}

type JobState struct {
	State string
	Jobs  int64 // in this state
}

// TableName is River's.
func (JobState) TableName() string { return "river_job" }

// JobCounts is how many jobs are in which state; a state without jobs is left out.
func JobCounts(ctx context.Context, db *models.DB) (map[string]int64, error) {
	rows, err := models.Table[JobState](db.Reader).Select("state, count(*) AS jobs").Group("state").Find(ctx)
	counts := make(map[string]int64, len(rows))
	for _, row := range rows {
		counts[row.State] = row.Jobs
	}
	return counts, models.TranslateError(err)
}

// LockJob is the state of a job, which stays so until the transaction ends.
func LockJob(ctx context.Context, db *models.DB, id int64) (string, error) {
	job, err := models.Table[JobState](
		db.Writer,
		clause.Locking{Strength: "UPDATE"},
	).Select(
		"state",
	).Where(
		"id = ?",
		id,
	).Take(
		ctx,
	)
	return job.State, models.TranslateError(err)
}
