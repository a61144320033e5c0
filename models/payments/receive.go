package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// What every webhook costs goes past GORM, which would take as long as the database. SQLite counts
// parameters as they come, so they stand in that order.
const (
	// markPayer makes the customer of an event dirty; not of one that was received before.
	markPayer = `UPDATE billing_customers SET dirty_seq = dirty_seq + 1
	WHERE stripe_id = $1 AND NOT EXISTS (SELECT 1 FROM stripe_events WHERE id = $2)`
	storeEvent = `INSERT INTO stripe_events
	(customer, id, kind, api_version, object_id, charge, received_at, livemode, account, is_other, customer_id, seq)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, (SELECT id FROM payer), coalesce((SELECT dirty_seq FROM payer), 0))
	ON CONFLICT (id) DO NOTHING`

	receiveAtOnce = `WITH payer AS (` + markPayer + ` RETURNING id, dirty_seq) ` + storeEvent
	storeMarked   = `WITH payer AS (SELECT id, dirty_seq FROM billing_customers WHERE stripe_id = $1) ` + storeEvent
)

// ReceiveEvent stores an event, once, and makes the customer dirty whom it names, if that is one of ours. What
// was received before changes nothing; what comes twice at the same moment can leave two hints, of which one
// costs a look too many. On Postgres it is one statement.
func ReceiveEvent(ctx context.Context, db *models.DB, e StripeEvent) error {
	values := []any{
		e.Customer, e.ID, e.Kind, e.APIVersion, e.ObjectID, e.Charge, e.ReceivedAt, e.Livemode, e.Account, e.IsOther,
	}
	if db.Dialect() == models.Postgres {
		_, err := db.Writer.Statement.ConnPool.ExecContext(ctx, receiveAtOnce, values...)
		return err
	}
	return db.Transaction(ctx, func(tx *models.DB) error {
		pool := tx.Writer.Statement.ConnPool
		if _, err := pool.ExecContext(ctx, markPayer, values[:2]...); err != nil {
			return err
		}
		_, err := pool.ExecContext(ctx, storeMarked, values...)
		return err
	})
}

// hinted are the customers of whom there are hints that no job follows yet. Where somebody is fetching, the
// hint is followed by them; a lease that ran out was left.
const hinted = `dirty_seq > synced_seq AND dirty_seq > queued_seq AND (lease_token = '' OR lease_expires_at <= $1)`

// TakeHinted returns some customers of whom there are hints that no job follows yet, and notes that from
// now on one does: whoever calls it promises that, in the same transaction.
func TakeHinted(ctx context.Context, tx *models.DB, now time.Time, limit int) ([]uuid.UUID, error) {
	chosen := "SELECT id FROM billing_customers WHERE " + hinted + " ORDER BY id LIMIT $2"
	if tx.Dialect() == models.Postgres {
		chosen += " FOR UPDATE SKIP LOCKED"
	}
	rows, err := tx.Writer.Statement.ConnPool.QueryContext(ctx,
		"UPDATE billing_customers SET queued_seq = dirty_seq WHERE id IN ("+chosen+") RETURNING id", now, limit)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // Err tells of what went wrong
	var ids []uuid.UUID
	for rows.Next() {
		var id uuid.UUID
		if err := rows.Scan(&id); err != nil {
			return nil, err
		}
		ids = append(ids, id)
	}
	return ids, rows.Err()
}
