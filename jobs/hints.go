package jobs

import (
	"context"
	"database/sql"
	"log/slog"
	"time"

	"github.com/riverqueue/river"

	"github.com/prokken/prokken/models"
)

const (
	// lookEvery is how late a customer can be fetched after a hint. A webhook that called instead would
	// stop all others for it: Postgres commits calls one after the other.
	lookEvery = 250 * time.Millisecond
	// takenAtOnce is how many customers become jobs in one transaction.
	takenAtOnce = 1000
)

// follow makes a job for every customer of whom there is a hint, until ctx ends: one for many hints, so that
// a webhook costs no job.
func follow(ctx context.Context, db *models.DB, client *river.Client[*sql.Tx], customers CustomerSyncer) {
	ticker := time.NewTicker(lookEvery)
	defer ticker.Stop()
	for {
		n, err := followHinted(ctx, db, client, customers)
		if err != nil && ctx.Err() == nil && !models.IsAway(err) {
			slog.ErrorContext(ctx, "cannot look for hints about customers", "error", err)
		}
		if err == nil && n == takenAtOnce {
			continue // there are more
		}
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

func followHinted(ctx context.Context, db *models.DB, client *river.Client[*sql.Tx], customers CustomerSyncer) (n int, err error) {
	err = db.Transaction(ctx, func(tx *models.DB) error {
		ids, err := customers.TakeHinted(ctx, tx, takenAtOnce)
		if n = len(ids); err != nil || n == 0 {
			return err
		}
		many := make([]river.InsertManyParams, n)
		for i, id := range ids {
			many[i] = river.InsertManyParams{Args: syncCustomer{Customer: id}}
		}
		_, err = client.InsertManyFastTx(ctx, tx.Tx(), many)
		return err
	})
	return n, err
}
