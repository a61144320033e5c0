// Package jobs is the work that waits in the database: what was decided in a
// transaction and is done after it, again and again until it worked. Start
// reading at [Queue]; [Run] does the work.
package jobs

import (
	"context"
	"database/sql"
	"errors"

	"github.com/google/uuid"
	"github.com/riverqueue/river"

	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/models"
)

// sendMail writes and sends one mail.
type sendMail struct {
	Letter mail.Letter `json:"letter"`
}

// Kind names the job in the database.
func (sendMail) Kind() string { return "send_mail" }

// syncCustomer fetches from Stripe what is true of one customer.
type syncCustomer struct {
	Customer uuid.UUID `json:"customer"`
}

// Kind names the job in the database.
func (syncCustomer) Kind() string { return "sync_customer" }

// Queue puts jobs into the database, always inside the transaction that is
// their cause: rolled back, there is no job.
type Queue struct {
	client *river.Client[*sql.Tx]
}

// NewQueue makes the queue.
func NewQueue(db *models.DB) (*Queue, error) {
	client, err := river.NewClient(db.QueueDriver(), &river.Config{Logger: quiet(), PollOnly: db.Dialect() == models.SQLite})
	return &Queue{client: client}, err
}

// SendMail has the letter written and sent.
func (q *Queue) SendMail(ctx context.Context, tx *models.DB, letter mail.Letter) error {
	return q.insert(ctx, tx, sendMail{Letter: letter})
}

// SyncCustomer has the customer fetched from Stripe.
func (q *Queue) SyncCustomer(ctx context.Context, tx *models.DB, customer uuid.UUID) error {
	return q.insert(ctx, tx, syncCustomer{Customer: customer})
}

func (q *Queue) insert(ctx context.Context, tx *models.DB, args river.JobArgs) error {
	handle := tx.Tx()
	if handle == nil {
		return errors.New("a job needs a transaction")
	}
	_, err := q.client.InsertTx(ctx, handle, args, nil)
	return err
}
