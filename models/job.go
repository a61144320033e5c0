package models

import (
	"context"

	"github.com/google/uuid"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
)

// AccountTask is work on an account that a worker does later: its name, and
// whom it is about.
type AccountTask struct {
	Name  string    `json:"name"`
	Email string    `json:"email,omitempty"`
	ID    uuid.UUID `json:"id"`
}

type jobState struct {
	State string
	Jobs  int64 // in this state
}

// TableName is River's.
func (jobState) TableName() string { return "river_job" }

// JobCounts is how many jobs are in which state; a state without jobs is left out.
func (db *DB) JobCounts(ctx context.Context) (map[string]int64, error) {
	rows, err := gorm.G[jobState](db.read).Select("state, count(*) AS jobs").Group("state").Find(ctx)
	counts := make(map[string]int64, len(rows))
	for _, row := range rows {
		counts[row.State] = row.Jobs
	}
	return counts, translateError(err)
}

// LockJob is the state of a job, which stays so until the transaction ends.
func (db *DB) LockJob(ctx context.Context, id int64) (string, error) {
	job, err := gorm.G[jobState](db.write, clause.Locking{Strength: "UPDATE"}).Select("state").Where("id = ?", id).Take(ctx)
	return job.State, translateError(err)
}
