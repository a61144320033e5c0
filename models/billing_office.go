package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// CustomerByID finds one customer.
func (db *DB) CustomerByID(ctx context.Context, id uuid.UUID) (BillingCustomer, error) {
	c, err := gorm.G[BillingCustomer](db.read).Where("id = ?", id).Take(ctx)
	return c, translateError(err)
}

// CustomersByID are some customers by id.
func (db *DB) CustomersByID(ctx context.Context, ids []uuid.UUID) (map[uuid.UUID]BillingCustomer, error) {
	all, err := gorm.G[BillingCustomer](db.read).Where("id IN ?", ids).Find(ctx)
	found := make(map[uuid.UUID]BillingCustomer, len(all))
	for _, c := range all {
		found[c.ID] = c
	}
	return found, translateError(err)
}

// CustomersInTrouble are those whose copy is behind, or could not be fetched;
// those that failed most often come first.
func (db *DB) CustomersInTrouble(ctx context.Context, limit int) ([]BillingCustomer, error) {
	all, err := gorm.G[BillingCustomer](db.read).Where("dirty_seq > synced_seq OR failures > 0").Order("failures DESC, id").Limit(limit).Find(ctx)
	return all, translateError(err)
}

// SubscriptionsThatAre are subscriptions of some status, those that wait longest
// first.
func (db *DB) SubscriptionsThatAre(ctx context.Context, limit int, status ...string) ([]Subscription, error) {
	all, err := gorm.G[Subscription](db.read).Where("status IN ?", status).Order("current_period_end, id").Limit(limit).Find(ctx)
	return all, translateError(err)
}

// NewestSubscriptions are the newest one of each customer who has any.
func (db *DB) NewestSubscriptions(ctx context.Context, customers []uuid.UUID) (map[uuid.UUID]Subscription, error) {
	all, err := gorm.G[Subscription](db.read).Where("customer_id IN ?", customers).Order("started_at, id DESC").Find(ctx)
	newest := make(map[uuid.UUID]Subscription, len(all))
	for _, sub := range all {
		newest[sub.CustomerID] = sub
	}
	return newest, translateError(err)
}

// SubscriptionsSince are all that had not ended by then, with as much of each as
// it takes to count money.
func (db *DB) SubscriptionsSince(ctx context.Context, then time.Time) ([]Subscription, error) {
	all, err := gorm.G[Subscription](db.read).
		Select("id", "customer_id", "status", "amount", "currency", "interval", "started_at", "trial_ends_at", "ended_at").
		Where("ended_at IS NULL OR ended_at > ?", then).Find(ctx)
	return all, translateError(err)
}

// noAuditor leaves out the account with which audits go to pay, and never do.
const noAuditor = "user_id NOT IN (SELECT id FROM users WHERE email LIKE '%.invalid' AND erased_at IS NULL)"

// StuckCheckouts are open attempts that began before then, the oldest first.
func (db *DB) StuckCheckouts(ctx context.Context, then time.Time, limit int) ([]Checkout, error) {
	all, err := gorm.G[Checkout](db.read).Where("state = ? AND created_at < ?", CheckoutOpen, then).Where(noAuditor).Order("created_at, id").Limit(limit).Find(ctx)
	return all, translateError(err)
}

// EventHealth is how webhooks come in.
type EventHealth struct {
	Newest time.Time // zero: none ever came
	Since  int64     // how many came since then
	Other  int64     // of those, of another API version
}

// EventHealth counts what came in since then.
func (db *DB) EventHealth(ctx context.Context, since time.Time, version string) (EventHealth, error) {
	newest, err := db.Events(ctx, nil, 1)
	if err != nil || len(newest) == 0 {
		return EventHealth{}, err
	}
	h := EventHealth{Newest: newest[0].ReceivedAt}
	recent := gorm.G[StripeEvent](db.read).Where("received_at >= ?", since)
	if h.Since, err = recent.Count(ctx, "*"); err != nil {
		return h, translateError(err)
	}
	h.Other, err = gorm.G[StripeEvent](db.read).Where("received_at >= ? AND api_version <> ?", since, version).Count(ctx, "*")
	return h, translateError(err)
}

// AlertByID finds something to look at, or that was looked at.
func (db *DB) AlertByID(ctx context.Context, id uuid.UUID) (BillingAlert, error) {
	a, err := gorm.G[BillingAlert](db.read).Where("id = ?", id).Take(ctx)
	return a, translateError(err)
}

// HasAlert reports whether an alert was ever raised, dealt with or not.
func (db *DB) HasAlert(ctx context.Context, kind, objectID string) (bool, error) {
	n, err := gorm.G[BillingAlert](db.read).Where("kind = ? AND object_id = ?", kind, objectID).Count(ctx, "*")
	return n > 0, translateError(err)
}

// GrantByID finds a grant, whether it holds or not.
func (db *DB) GrantByID(ctx context.Context, id uuid.UUID) (Grant, error) {
	g, err := gorm.G[Grant](db.read).Where("id = ?", id).Take(ctx)
	return g, translateError(err)
}

// HasEffect reports whether something was done because of an object.
func (db *DB) HasEffect(ctx context.Context, kind, objectID string) (bool, error) {
	n, err := gorm.G[BillingEffect](db.read).Where("kind = ? AND object_id = ?", kind, objectID).Count(ctx, "*")
	return n > 0, translateError(err)
}
