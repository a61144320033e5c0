package models

import (
	"context"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// StripeEvent is a webhook that was received. It is followed once its customer's
// SyncedSeq has reached Seq; one about nobody here has no CustomerID.
type StripeEvent struct {
	ID         string
	Kind       string
	Customer   string
	APIVersion string
	ObjectID   string
	CustomerID *uuid.UUID
	Seq        int64
	ReceivedAt time.Time
}

// ReceiveEvent stores an event and marks its customer dirty. It returns the
// customer to sync, or ErrConflict if the event was received before, or
// ErrNotFound if nobody here is that customer (the event is stored then too).
func (db *DB) ReceiveEvent(ctx context.Context, e *StripeEvent) (BillingCustomer, error) {
	customer, err := db.markDirty(ctx, "stripe_id = ?", e.Customer)
	if err == nil {
		e.CustomerID, e.Seq = &customer.ID, customer.DirtySeq
	} else if !errors.Is(err, ErrNotFound) {
		return BillingCustomer{}, err
	}
	if stored := gorm.G[StripeEvent](db.write).Create(ctx, e); stored != nil {
		return BillingCustomer{}, plain(stored)
	}
	return customer, err
}

// PayerOf finds whose charge it is; ErrNotFound of one that we do not know.
func (db *DB) PayerOf(ctx context.Context, chargeID string) (BillingCustomer, error) {
	c, err := gorm.G[BillingCustomer](db.read).Where("id = (SELECT customer_id FROM charges WHERE id = ?)", chargeID).Take(ctx)
	return c, plain(err)
}

// Events is a page of events, newest first: those before one, or the newest.
func (db *DB) Events(ctx context.Context, before *StripeEvent, limit int) ([]StripeEvent, error) {
	query := gorm.G[StripeEvent](db.read).Order("received_at DESC, id DESC").Limit(limit)
	if before != nil {
		query = query.Where("(received_at, id) < (?, ?)", before.ReceivedAt, before.ID)
	}
	found, err := query.Find(ctx)
	return found, plain(err)
}

// Event finds one event.
func (db *DB) Event(ctx context.Context, id string) (StripeEvent, error) {
	e, err := gorm.G[StripeEvent](db.read).Where("id = ?", id).Take(ctx)
	return e, plain(err)
}
