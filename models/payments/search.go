package payments

import (
	"context"
	"strings"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// CustomerFilter chooses customers for a list, newest first. Search is a part of
// the address, or the whole of an id at Stripe or of an invoice's number; empty
// chooses all.
type CustomerFilter struct {
	Search string
	Before uuid.UUID // the last one of the page before
}

// hasThat finds a customer by what is theirs. Stripe's ids are case-sensitive.
const hasThat = `stripe_id = @whole
	OR user_id IN (SELECT id FROM users WHERE erased_at IS NULL AND email LIKE @part ESCAPE '!')
	OR id IN (SELECT customer_id FROM subscriptions WHERE id = @whole)
	OR id IN (SELECT customer_id FROM invoices WHERE id = @whole OR number = @whole AND number <> '')
	OR id IN (SELECT customer_id FROM charges WHERE id = @whole OR payment_intent = @whole AND payment_intent <> '')
	OR id IN (SELECT customer_id FROM purchases WHERE id = @whole)`

// SearchCustomers lists at most n customers.
func SearchCustomers(ctx context.Context, db *models.DB, f CustomerFilter, n int) ([]Customer, error) {
	query := gorm.G[Customer](db.Reader).Order("id DESC").Limit(n)
	if f.Search != "" {
		query = query.Where(
			"("+hasThat+")",
			map[string]any{"whole": f.Search, "part": "%" + models.EscapeLike(strings.ToLower(f.Search)) + "%"},
		)
	}
	if f.Before != uuid.Nil {
		query = query.Where("id < ?", f.Before)
	}
	all, err := query.Find(ctx)
	return all, models.TranslateError(err)
}
