package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// StripeEvent is a webhook that was received. It is followed once its customer's
// SyncedSeq has reached Seq; one about nobody here has no CustomerID.
type StripeEvent struct {
	ID         string
	Kind       string
	Customer   string
	APIVersion string
	ObjectID   string
	Charge     string // that it is about, where it names no customer
	CustomerID *uuid.UUID
	Seq        int64
	Livemode   bool
	Account    string // of a platform's customer; empty: our own
	IsOther    bool   // of another mode or account, so that nobody follows it
	ReceivedAt time.Time
}

// PayerOf finds whose charge it is; ErrNotFound of one that we do not know.
func PayerOf(ctx context.Context, db *models.DB, chargeID string) (Customer, error) {
	c, err := models.Table[Customer](
		db.Reader,
	).Where(
		"id = (SELECT customer_id FROM charges WHERE id = ?)",
		chargeID,
	).Take(
		ctx,
	)
	return c, models.TranslateError(err)
}

const unclaimed = "customer_id IS NULL AND charge <> '' AND charge IN (SELECT id FROM charges WHERE customer_id = ?)"

// ClaimEvents ties to a customer the events that came about a charge of theirs
// before we knew whose it is. If there are any, the customer is dirty.
func ClaimEvents(ctx context.Context, db *models.DB, customerID uuid.UUID) error {
	n, err := models.Table[StripeEvent](db.Writer).Where(unclaimed, customerID).Count(ctx, "*")
	if err != nil || n == 0 {
		return models.TranslateError(err)
	}
	c, err := MarkDirty(ctx, db, customerID)
	if err != nil {
		return err
	}
	_, err = models.Table[StripeEvent](
		db.Writer,
	).Where(
		unclaimed,
		customerID,
	).Updates(
		ctx,
		StripeEvent{CustomerID: &c.ID, Customer: c.StripeID, Seq: c.DirtySeq},
	)
	return models.TranslateError(err)
}

// UnclaimedCustomers are some of those whose charge such an event is about; those
// after an id.
func UnclaimedCustomers(ctx context.Context, db *models.DB, after uuid.UUID, limit int) ([]Customer, error) {
	const whose = "id IN (SELECT charges.customer_id FROM charges JOIN stripe_events ON stripe_events.charge = charges.id" +
		" WHERE stripe_events.customer_id IS NULL AND stripe_events.charge <> '')"
	found, err := models.Table[Customer](db.Reader).Where("id > ? AND "+whose, after).Order("id").Limit(limit).Find(ctx)
	return found, models.TranslateError(err)
}

// ListEvents is a page of events, newest first: those before one, or the newest.
func ListEvents(ctx context.Context, db *models.DB, before *StripeEvent, limit int) ([]StripeEvent, error) {
	query := models.Table[StripeEvent](db.Reader).Order("received_at DESC, id DESC").Limit(limit)
	if before != nil {
		query = query.Where("(received_at, id) < (?, ?)", before.ReceivedAt, before.ID)
	}
	found, err := query.Find(ctx)
	return found, models.TranslateError(err)
}

// Event finds one event.
func Event(ctx context.Context, db *models.DB, id string) (StripeEvent, error) {
	e, err := models.Table[StripeEvent](db.Reader).Where("id = ?", id).Take(ctx)
	return e, models.TranslateError(err)
}
