package models

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// SubscriptionRate is what a subscription costs from a time until its next rate,
// or its end: Amount each Interval. It costs nothing where Interval is empty.
type SubscriptionRate struct {
	SubscriptionID string
	Since          time.Time
	Amount         int64
	Interval       string
}

// AddRate notes a change. What was noted of later times was a mistake of a clock.
func (db *DB) AddRate(ctx context.Context, r *SubscriptionRate) error {
	_, err := gorm.G[SubscriptionRate](db.write).Where("subscription_id = ? AND since >= ?", r.SubscriptionID, r.Since).Delete(ctx)
	if err != nil {
		return translateError(err)
	}
	return translateError(gorm.G[SubscriptionRate](db.write).Create(ctx, r))
}

// RatesBy are the rates of a customer's subscriptions by their id, the oldest first.
func (db *DB) RatesBy(ctx context.Context, customerID uuid.UUID) (map[string][]SubscriptionRate, error) {
	return db.ratesWhere(ctx, "customer_id = ?", customerID)
}

// RatesSince are the rates of what SubscriptionsSince finds.
func (db *DB) RatesSince(ctx context.Context, then time.Time) (map[string][]SubscriptionRate, error) {
	return db.ratesWhere(ctx, "ended_at IS NULL OR ended_at > ?", then)
}

func (db *DB) ratesWhere(ctx context.Context, subscriptions string, value any) (map[string][]SubscriptionRate, error) {
	all, err := gorm.G[SubscriptionRate](db.read).
		Where("subscription_id IN (SELECT id FROM subscriptions WHERE "+subscriptions+")", value).Order("since").Find(ctx)
	rates := map[string][]SubscriptionRate{}
	for _, r := range all {
		rates[r.SubscriptionID] = append(rates[r.SubscriptionID], r)
	}
	return rates, translateError(err)
}
