package payments

import (
	"context"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/users"
)

// CustomerFilter chooses customers for a list, newest first. Search is the beginning of
// the address or of its domain, or the whole of an id at Stripe or of an invoice's number; empty
// chooses all.
type CustomerFilter struct {
	Search string
	Before uuid.UUID // the last one of the page before
}

// foundCustomers selects the ids of customers by what is theirs, each by its own index. Stripe's ids are case-sensitive.
func foundCustomers(dialect models.Dialect) string {
	return `SELECT id FROM billing_customers WHERE stripe_id = @whole
		UNION SELECT id FROM billing_customers WHERE user_id IN (` + users.Found(dialect) + `)
		UNION SELECT customer_id FROM subscriptions WHERE id = @whole
		UNION SELECT customer_id FROM invoices WHERE id = @whole
		UNION SELECT customer_id FROM invoices WHERE number = @whole AND number <> ''
		UNION SELECT customer_id FROM charges WHERE id = @whole
		UNION SELECT customer_id FROM charges WHERE payment_intent = @whole AND payment_intent <> ''
		UNION SELECT customer_id FROM purchases WHERE id = @whole`
}

// SearchCustomers lists at most n customers.
func SearchCustomers(ctx context.Context, db *models.DB, f CustomerFilter, n int) ([]Customer, error) {
	query := models.Table[Customer](db.Reader).Order("id DESC").Limit(n)
	if f.Search != "" {
		values := users.SearchValues(f.Search)
		values["whole"], values["page"], values["before"] = f.Search, n, f.Before
		newest := "SELECT id FROM (" + foundCustomers(db.Dialect()) + ") AS found"
		if f.Before != uuid.Nil {
			newest += " WHERE id < @before"
		}
		query = query.Where("id IN (SELECT id FROM ("+newest+" ORDER BY id DESC LIMIT @page) AS newest)", values)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	all, err := query.Find(ctx)
	return all, models.TranslateError(err)
}
