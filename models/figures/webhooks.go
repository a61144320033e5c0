package figures

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Webhooks is how far this server is behind Stripe.
type Webhooks struct {
	Customers int64     // whose copy is older than what Stripe told
	Events    int64     // that are not followed yet
	Since     time.Time // when the oldest of them came; zero if there is none
}

const unfollowed = ` FROM billing_customers c JOIN stripe_events e ON e.customer_id = c.id
	WHERE c.dirty_seq > c.synced_seq AND e.seq > c.synced_seq`

func readWebhooks(ctx context.Context, db *models.DB) (Webhooks, error) {
	rows, err := find[Webhooks](ctx, db, `SELECT (SELECT count(*) FROM billing_customers WHERE dirty_seq > synced_seq) AS customers,
		(SELECT count(*)`+unfollowed+`) AS events`)
	if err != nil {
		return Webhooks{}, err
	}
	rows[0].Since, err = oldest(ctx, db, `SELECT e.received_at AS since`+unfollowed+` ORDER BY e.received_at LIMIT 1`)
	return rows[0], err
}
