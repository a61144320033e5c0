package payments

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Movement is a moment at which it changes what a customer pays in a year, in one currency. Paying is 1
// where they begin to pay, -1 where they stop, else 0.
type Movement struct {
	CustomerID uuid.UUID `gorm:"primaryKey"`
	Currency   string    `gorm:"primaryKey"`
	MovedAt    time.Time `gorm:"primaryKey"`
	Yearly     int64
	Paying     int64
}

// TableName names the table of movements for GORM.
func (Movement) TableName() string { return "billing_movements" }

// equal reports whether two movements are the same.
func (m Movement) equal(other Movement) bool {
	at := m.MovedAt.Equal(other.MovedAt)
	m.MovedAt = other.MovedAt
	return at && m == other
}

// StoreMovements notes all movements of a customer in the place of those that were known, and what follows
// for the sums of the days. The customer's row is locked by the transaction.
func StoreMovements(ctx context.Context, tx *models.DB, customer uuid.UUID, all []Movement) error {
	query := models.Table[Movement](tx.Writer).Where("customer_id = ?", customer)
	known, err := query.Order("currency, moved_at").Find(ctx)
	if err != nil {
		return models.TranslateError(err)
	}
	slices.SortFunc(all, func(a, b Movement) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), a.MovedAt.Compare(b.MovedAt))
	})
	if !slices.EqualFunc(known, all, Movement.equal) {
		if err := replaceMovements(ctx, tx, customer, known, all); err != nil {
			return err
		}
	}
	_, err = models.Table[Customer](tx.Writer).Where("id = ? AND NOT counted", customer).Update(ctx, "counted", true)
	return models.TranslateError(err)
}

func replaceMovements(ctx context.Context, tx *models.DB, customer uuid.UUID, known, all []Movement) error {
	if _, err := models.Table[Movement](tx.Writer).Where("customer_id = ?", customer).Delete(ctx); err != nil {
		return models.TranslateError(err)
	}
	if err := models.Upsert(ctx, tx, all); err != nil {
		return err
	}
	sums := daySums{}
	sums.add(known, -1)
	sums.add(all, 1)
	return sums.store(ctx, tx)
}

// LockCustomer keeps a customer as they are until the transaction ends.
func LockCustomer(ctx context.Context, tx *models.DB, id uuid.UUID) error {
	_, err := models.Table[Customer](tx.Writer, clause.Locking{Strength: "UPDATE"}).Where("id = ?", id).Take(ctx)
	return models.TranslateError(err)
}

// Uncounted are some of the customers whose movements are not noted yet.
func Uncounted(ctx context.Context, db *models.DB, after uuid.UUID, limit int) ([]Customer, error) {
	found, err := models.Table[Customer](db.Reader).Where("NOT counted AND id > ?", after).Order("id").Limit(limit).Find(ctx)
	return found, models.TranslateError(err)
}

// AllCounted reports whether the movements of everybody who has a subscription are noted.
func AllCounted(ctx context.Context, db *models.DB) (bool, error) {
	var missing bool
	err := db.Reader.WithContext(ctx).Raw(`SELECT EXISTS (SELECT 1 FROM billing_customers WHERE NOT counted
		AND EXISTS (SELECT 1 FROM subscriptions WHERE customer_id = billing_customers.id))`).Scan(&missing).Error
	return !missing, models.TranslateError(err)
}
