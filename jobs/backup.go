package jobs

import (
	"context"
	"time"

	"github.com/riverqueue/river"
)

// makeBackup makes a backup, if one is due, and deletes old ones.
type makeBackup struct{}

// Kind names the job in the database.
func (makeBackup) Kind() string { return "backup" }

// backups is a queue of its own: a long copy holds up nothing else.
const backups = "backups"

// InsertOpts: once an hour however many instances there are; the next hour tries it anyway.
func (makeBackup) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: backups, MaxAttempts: 3, UniqueOpts: river.UniqueOpts{ByPeriod: time.Hour}}
}

// Backuper makes a backup where one is due, and deletes those that are kept no longer.
type Backuper interface {
	MakeDue(ctx context.Context) error
}

// backupTimeout is how long a backup may take.
const backupTimeout = 30 * time.Minute

// backuper works one backup at a time. The end of the program ends it: nothing is left half made.
type backuper struct {
	river.WorkerDefaults[makeBackup]
	backuper Backuper
	stopping context.Context
}

// Timeout is longer than a backup may take: at that moment it counts as stuck, and is begun again.
func (*backuper) Timeout(*river.Job[makeBackup]) time.Duration { return backupTimeout + time.Minute }

// Work does the job.
func (b *backuper) Work(ctx context.Context, _ *river.Job[makeBackup]) error {
	ctx, cancel := context.WithTimeout(ctx, backupTimeout)
	defer cancel()
	defer context.AfterFunc(b.stopping, cancel)()
	return b.backuper.MakeDue(ctx)
}
