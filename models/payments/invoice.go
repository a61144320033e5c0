package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Invoice is what Stripe billed. Status and Reason are Stripe's words; amounts
// are in the currency's smallest unit. A draft has no number and no page yet.
type Invoice struct {
	ID             string
	CustomerID     uuid.UUID
	SubscriptionID string // empty: bought once
	Number         string
	Status         string
	Reason         string
	Description    string // of what was billed, the first line
	Currency       string
	Total          int64
	Tax            int64
	AmountDue      int64
	AmountPaid     int64
	Attempts       int64  // to collect it
	PaymentState   string // Stripe's word for its payment
	NextAttemptAt  *time.Time
	HostedURL      string
	PDFURL         string `gorm:"column:pdf_url"`
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// IsBeingPaid reports whether its payment is under way, as that of a bank debit is for
// some days.
func (i Invoice) IsBeingPaid() bool { return i.Status == "open" && i.PaymentState == "processing" }

// StoreInvoices writes what Stripe says.
func StoreInvoices(ctx context.Context, db *models.DB, all []Invoice) error {
	return models.Upsert(ctx, db, all)
}

// LastBilled is when something was last billed for a subscription; nil: never. The
// bill of a change that was not paid counts for nothing: the plan is what it was.
func LastBilled(ctx context.Context, db *models.DB, subscriptionID string) (*time.Time, error) {
	found, err := models.Table[Invoice](
		db.Reader,
	).Where(
		"subscription_id = ? AND (reason <> 'subscription_update' OR status = 'paid')",
		subscriptionID,
	).
		Order(
			"created_at DESC",
		).Limit(
		1,
	).Find(
		ctx,
	)
	if err != nil || len(found) == 0 {
		return nil, models.TranslateError(err)
	}
	return &found[0].CreatedAt, nil
}

// InvoicesBy are the invoices of a customer, newest first.
func InvoicesBy(ctx context.Context, db *models.DB, customerID uuid.UUID, limit int) ([]Invoice, error) {
	all, err := models.Table[Invoice](
		db.Reader,
	).Where(
		"customer_id = ?",
		customerID,
	).Order(
		"created_at DESC, id",
	).Limit(
		limit,
	).Find(
		ctx,
	)
	return all, models.TranslateError(err)
}
