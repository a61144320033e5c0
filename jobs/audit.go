package jobs

import (
	"context"
	"time"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/prokken/prokken/models"
)

// runAudit audits the own site.
type runAudit struct {
	Audit uuid.UUID `json:"audit"`
}

// Kind names the job in the database.
func (runAudit) Kind() string { return "audit" }

// audits is a queue of its own: a browser at work holds up nothing else.
const audits = "audits"

// InsertOpts: one job for an audit is enough.
func (runAudit) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: audits, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
		rivertype.JobStateScheduled,
	}}}
}

// Audit has an audit that is asked for done.
func (q *Queue) Audit(ctx context.Context, tx *models.DB, id uuid.UUID) error {
	return q.insert(ctx, tx, runAudit{Audit: id})
}

// AuditTimeout is how long an audit may take: longer than its own limit, so that
// it is cut short by that, and less than it takes for a job to count as stuck.
const AuditTimeout = stuckAfter - 15*time.Second

// busyFor is how long an audit waits for another one before it looks again.
const busyFor = 10 * time.Second

// auditor works one audit at a time. The end of the program ends it: the audit
// is begun anew by the next one.
type auditor struct {
	river.WorkerDefaults[runAudit]
	auditor  Auditor
	stopping context.Context
}

// Timeout is that of audits.
func (*auditor) Timeout(*river.Job[runAudit]) time.Duration { return AuditTimeout }

// Work does the job.
func (a *auditor) Work(ctx context.Context, job *river.Job[runAudit]) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer context.AfterFunc(a.stopping, cancel)()
	busy, err := a.auditor.Run(ctx, job.Args.Audit)
	if err == nil && busy {
		return river.JobSnooze(busyFor)
	}
	return err
}

// queues are what this server works on. Of those who audit there is one.
func (w Work) queues() map[string]river.QueueConfig {
	all := map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}}
	if w.Audits != nil {
		all[audits] = river.QueueConfig{MaxWorkers: 1}
	}
	if w.Backups != nil {
		all[backups] = river.QueueConfig{MaxWorkers: 1}
	}
	return all
}
