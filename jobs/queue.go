// Package jobs is the work that waits in the database: what was decided in a
// transaction and is done after it, again and again until it worked. Start
// reading at [Queue]; [Run] does the work, and [Queue.Jobs] shows it.
package jobs

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/jobrows"
	"github.com/prokken/prokken/models/subscribers"
)

// Queue puts jobs into the database, always inside the transaction that is
// their cause: rolled back, there is no job.
type Queue struct {
	db     *models.DB
	client *river.Client[*sql.Tx]
}

// NewQueue makes the queue.
func NewQueue(db *models.DB) (*Queue, error) {
	client, err := river.NewClient(
		db.QueueDriver(),
		&river.Config{Logger: quiet(), PollOnly: db.Dialect() == models.SQLite},
	)
	return &Queue{db: db, client: client}, err
}

// SendMail has the letter written and sent.
func (q *Queue) SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error {
	return q.insert(ctx, tx, sendMail{Letter: letter})
}

// AccountTask has the work on an account done.
func (q *Queue) AccountTask(ctx context.Context, tx *models.DB, task jobrows.AccountTask) error {
	return q.insert(ctx, tx, accountTask{Task: task})
}

// notices is the priority of mails that many get at once: somebody who signs up
// meanwhile does not wait behind them. 1 is what everything else has.
const notices = 3

// SendNotices has the letters written and sent when nothing else waits.
func (q *Queue) SendNotices(ctx context.Context, tx *models.DB, letters []mail.Letter) error {
	handle := tx.Tx()
	if handle == nil {
		return errNoTransaction
	}
	many := make([]river.InsertManyParams, len(letters))
	for i, letter := range letters {
		many[i] = river.InsertManyParams{Args: sendMail{Letter: letter}, InsertOpts: &river.InsertOpts{Priority: notices}}
	}
	_, err := q.client.InsertManyFastTx(ctx, handle, many)
	return err
}

// Subscribe has the address asked whether it wants mails about changed policies.
func (q *Queue) Subscribe(ctx context.Context, tx *models.DB, email string) error {
	return q.insert(ctx, tx, subscribe{Email: email})
}

// AnnounceVersion has those told of a version who want to be; once it is
// withdrawn, that it will not take effect.
func (q *Queue) AnnounceVersion(ctx context.Context, tx *models.DB, version uuid.UUID) error {
	if err := subscribers.EnsureAnnouncement(ctx, tx, version); err != nil {
		return err
	}
	return q.insert(ctx, tx, announceVersion{Version: version})
}

// ResumeAnnouncement has a telling gone on with whose job was lost. One that was
// asked for before and is not done yet is enough; a telling takes turns, and
// tells nobody twice.
func (q *Queue) ResumeAnnouncement(ctx context.Context, tx *models.DB, version uuid.UUID) error {
	handle := tx.Tx()
	if handle == nil {
		return errNoTransaction
	}
	_, err := q.client.InsertTx(ctx, handle, announceVersion{Version: version}, &river.InsertOpts{
		UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
			rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning,
			rivertype.JobStateScheduled,
		}},
	})
	return err
}

var errNoTransaction = errors.New("a job needs a transaction")

func (q *Queue) insert(ctx context.Context, tx *models.DB, args river.JobArgs) error {
	handle := tx.Tx()
	if handle == nil {
		return errNoTransaction
	}
	_, err := q.client.InsertTx(ctx, handle, args, nil)
	return err
}
