package payments

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Whose records are deleted: users whose account was deleted by then, and the customers that
// they were.
const (
	erasedUsers     = "(SELECT id FROM users WHERE erased_at <= ?)"
	erasedCustomers = "(SELECT id FROM billing_customers WHERE user_id IN " + erasedUsers + ")"
	erasedAtStripe  = "(SELECT stripe_id FROM billing_customers WHERE user_id IN " + erasedUsers + ")"
)

// records are all tables of payments, each before those that it refers to.
var records = []struct{ table, whose string }{
	{"subscription_rates", "subscription_id IN (SELECT id FROM subscriptions WHERE customer_id IN " + erasedCustomers + ")"},
	{"subscriptions", "customer_id IN " + erasedCustomers},
	{"invoices", "customer_id IN " + erasedCustomers},
	{"purchases", "customer_id IN " + erasedCustomers},
	{"charges", "customer_id IN " + erasedCustomers},
	{"billing_effects", "customer_id IN " + erasedCustomers},
	{"billing_alerts", "customer_id IN " + erasedCustomers},
	{"stripe_events", "customer IN " + erasedAtStripe},
	{"stripe_events", "customer_id IN " + erasedCustomers},
	{"checkouts", "user_id IN " + erasedUsers},
	{"grants", "user_id IN " + erasedUsers},
	{"usages", "user_id IN " + erasedUsers},
	{"billing_customers", "user_id IN " + erasedUsers},
}

// DeleteRecords deletes all that is known of the payments of accounts that were deleted by then.
func DeleteRecords(ctx context.Context, db *models.DB, then time.Time) error {
	return db.Transaction(ctx, func(tx *models.DB) error {
		if err := uncount(ctx, tx, then); err != nil {
			return err
		}
		for _, of := range records {
			err := tx.Writer.WithContext(ctx).Table(of.table).Where(of.whose, then).Delete(nil).Error
			if err != nil {
				return models.TranslateError(err)
			}
		}
		return nil
	})
}

// uncount takes the movements of the customers out of the sums, too.
func uncount(ctx context.Context, tx *models.DB, then time.Time) error {
	gone, err := models.Table[Customer](tx.Writer).Where("user_id IN "+erasedUsers, then).Find(ctx)
	for _, c := range gone {
		if err == nil {
			err = StoreMovements(ctx, tx, c.ID, nil)
		}
	}
	return models.TranslateError(err)
}
