package billing_test

import (
	"context"
	"errors"
	"fmt"
)

// checkMails: there is one for each effect, and none besides.
func (c *world) checkMails() error {
	ctx := context.Background()
	mails, err1 := c.lines(
		ctx,
		"SELECT recipient || ' ' || subject || ' ' || count(*) FROM outbox_mails GROUP BY recipient, subject",
	)
	effects, err2 := c.lines(
		ctx,
		`SELECT u.email || ' ' || e.kind || ' ' || count(*) FROM billing_effects e JOIN billing_customers c ON c.id = e.customer_id
		JOIN users u ON u.id = c.user_id WHERE e.kind NOT IN ('refund_made', 'billing_alert') GROUP BY u.email, e.kind`,
	)
	return errors.Join(err1, err2, sameLines(mails, effects))
}

// checkEvents: what was answered with 2xx is stored, and followed.
func (c *world) checkEvents(ctx context.Context) error {
	stored, err := c.lines(
		ctx,
		"SELECT e.id FROM stripe_events e LEFT JOIN billing_customers c ON c.id = e.customer_id WHERE c.id IS NULL OR c.synced_seq >= e.seq",
	)
	known := map[string]bool{}
	for _, id := range stored {
		known[id] = true
	}
	for _, sent := range c.stand.Log(50_000) {
		if sent.State == "delivered" && !known[sent.Event] {
			err = errors.Join(err, fmt.Errorf("%s (%s) is lost", sent.Event, sent.Type))
		}
	}
	return err
}

func (c *world) lines(ctx context.Context, query string) ([]string, error) {
	rows, err := c.db.Pool().QueryContext(ctx, query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []string
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return nil, err
		}
		all = append(all, line)
	}
	return all, rows.Err()
}
