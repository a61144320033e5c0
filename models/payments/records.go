package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Whose records are deleted: users whose account was deleted by then, and the customers that
// they were.
const (
	erasedUsers     = "(SELECT id FROM users WHERE erased_at <= ?)"
	erasedCustomers = "(SELECT id FROM billing_customers WHERE user_id IN " + erasedUsers + ")"
	erasedAtStripe  = "(SELECT stripe_id FROM billing_customers WHERE user_id IN " + erasedUsers + ")"
)

// records are all tables of payments with their primary keys, each before those that it refers to. What is left of an
// event that names nobody here by an id of ours, names them by Stripe's.
var records = []struct{ table, key, whose string }{
	{"subscription_rates", "subscription_id, since", "subscription_id IN (SELECT id FROM subscriptions WHERE customer_id IN " + erasedCustomers + ")"},
	{"subscriptions", "id", "customer_id IN " + erasedCustomers},
	{"invoices", "id", "customer_id IN " + erasedCustomers},
	{"purchases", "id", "customer_id IN " + erasedCustomers},
	{"charges", "id", "customer_id IN " + erasedCustomers},
	{"billing_effects", "kind, object_id", "customer_id IN " + erasedCustomers},
	{"billing_alerts", "id", "customer_id IN " + erasedCustomers},
	{"stripe_events", "id", "customer_id IS NULL AND customer <> '' AND customer IN " + erasedAtStripe},
	{"stripe_events", "id", "customer_id IN " + erasedCustomers},
	{"checkouts", "id", "user_id IN " + erasedUsers},
	{"grants", "id", "user_id IN " + erasedUsers},
	{"usages", "user_id, entitlement, period", "user_id IN " + erasedUsers},
	{"billing_customers", "id", "user_id IN " + erasedUsers},
}

// DeleteRecords deletes all that is known of the payments of accounts that were deleted by then. The customers go
// last, since the other records are found by them: what is left where it ends early, it finds the next time.
func DeleteRecords(ctx context.Context, db *models.DB, then time.Time) error {
	if err := uncountErased(ctx, db, then); err != nil {
		return err
	}
	for _, of := range records {
		if err := models.DeleteInSteps(ctx, db, of.table, of.key, of.whose, then); err != nil {
			return err
		}
	}
	return nil
}

// uncountErased takes the movements of the customers out of the sums, too, those of one in each transaction.
func uncountErased(ctx context.Context, db *models.DB, then time.Time) error {
	const counted = "EXISTS (SELECT 1 FROM billing_movements WHERE customer_id = billing_customers.id)"
	for {
		gone, err := models.Table[Customer](db.Reader).Select("id").
			Where("user_id IN "+erasedUsers+" AND "+counted, then).Limit(models.StepRows).Find(ctx)
		for _, c := range gone {
			if err == nil {
				err = uncount(ctx, db, c.ID)
			}
		}
		if err != nil || len(gone) < models.StepRows {
			return models.TranslateError(err)
		}
	}
}

func uncount(ctx context.Context, db *models.DB, customer uuid.UUID) error {
	return db.Transaction(ctx, func(tx *models.DB) error {
		if err := LockCustomer(ctx, tx, customer); err != nil {
			return err
		}
		return StoreMovements(ctx, tx, customer, nil)
	})
}
