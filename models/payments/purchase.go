package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// PurchaseState is where something that is bought once stands.
type PurchaseState string

// The states of a purchase. Pending waits for its money; disputed is argued
// about, and lost was lost.
const (
	PurchasePending  PurchaseState = "pending"
	PurchasePaid     PurchaseState = "paid"
	PurchaseFailed   PurchaseState = "failed"
	PurchaseRefunded PurchaseState = "refunded"
	PurchaseDisputed PurchaseState = "disputed"
	PurchaseLost     PurchaseState = "lost"
)

// Purchase is something bought once; its ID is that of the checkout session.
type Purchase struct {
	ID            string
	CustomerID    uuid.UUID
	ProductID     string
	Quantity      int64
	Amount        int64
	Currency      string
	State         PurchaseState
	PaymentIntent string
	BoughtAt      time.Time  // when the page was opened
	PaidAt        *time.Time // nil while it waits for its money
	UpdatedAt     time.Time
}

// StorePurchases writes what Stripe says.
func StorePurchases(ctx context.Context, db *models.DB, all []Purchase) error {
	return models.Upsert(ctx, db, all)
}

// PurchasesBy are what a customer bought once, newest first.
func PurchasesBy(ctx context.Context, db *models.DB, customerID uuid.UUID) ([]Purchase, error) {
	all, err := models.Table[Purchase](db.Reader).Where("customer_id = ?", customerID).Order("bought_at DESC, id").Find(ctx)
	return all, models.TranslateError(err)
}

// Charge is money that moved, or should have. Status is Stripe's word.
type Charge struct {
	ID             string
	CustomerID     uuid.UUID
	PaymentIntent  string
	InvoiceID      string
	Status         string
	Amount         int64
	AmountRefunded int64
	Currency       string
	DisputeID      string
	DisputeStatus  string
	ReceiptURL     string
	CreatedAt      time.Time
	UpdatedAt      time.Time
}

// StoreCharges writes what Stripe says.
func StoreCharges(ctx context.Context, db *models.DB, all []Charge) error {
	return models.Upsert(ctx, db, all)
}

// ChargesBefore is a page of a customer's charges, newest first: those before one
// of theirs, or the newest. ErrNotFound: it is none of theirs.
func ChargesBefore(
	ctx context.Context,
	db *models.DB,
	customerID uuid.UUID,
	before string,
	limit int,
) ([]Charge, error) {
	query := models.Table[Charge](
		db.Reader,
	).Where(
		"customer_id = ?",
		customerID,
	).Order(
		"created_at DESC, id DESC",
	).Limit(
		limit,
	)
	if before != "" {
		last, err := models.Table[Charge](db.Reader).Where("id = ? AND customer_id = ?", before, customerID).Take(ctx)
		if err != nil {
			return nil, models.TranslateError(err)
		}
		query = query.Where("(created_at, id) < (?, ?)", last.CreatedAt, last.ID)
	}
	found, err := query.Find(ctx)
	return found, models.TranslateError(err)
}

// ChargesBy are a customer's charges, newest first.
func ChargesBy(ctx context.Context, db *models.DB, customerID uuid.UUID) ([]Charge, error) {
	all, err := models.Table[Charge](db.Reader).Where("customer_id = ?", customerID).Order("created_at DESC, id").Find(ctx)
	return all, models.TranslateError(err)
}

// RefundedInvoices are a customer's invoices of which money went back, and how much.
func RefundedInvoices(ctx context.Context, db *models.DB, customerID uuid.UUID) (map[string]int64, error) {
	all, err := models.Table[Charge](db.Reader).
		Where("customer_id = ? AND invoice_id <> '' AND amount_refunded > 0", customerID).Find(ctx)
	refunded := make(map[string]int64, len(all))
	for _, c := range all {
		refunded[c.InvoiceID] += c.AmountRefunded
	}
	return refunded, models.TranslateError(err)
}
