package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
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
func AddRate(ctx context.Context, db *models.DB, r *SubscriptionRate) error {
	_, err := models.Table[SubscriptionRate](
		db.Writer,
	).Where(
		"subscription_id = ? AND since >= ?",
		r.SubscriptionID,
		r.Since,
	).Delete(
		ctx,
	)
	if err != nil {
		return models.TranslateError(err)
	}
	return models.TranslateError(models.Table[SubscriptionRate](db.Writer).Create(ctx, r))
}

// RatesBy are the rates of a customer's subscriptions by their id, the oldest first.
func RatesBy(ctx context.Context, db *models.DB, customerID uuid.UUID) (map[string][]SubscriptionRate, error) {
	return ratesWhere(ctx, db, "customer_id = ?", customerID)
}

// RatesSince are the rates of what SubscriptionsSince finds.
func RatesSince(ctx context.Context, db *models.DB, then time.Time) (map[string][]SubscriptionRate, error) {
	return ratesWhere(ctx, db, "ended_at IS NULL OR ended_at > ?", then)
}

func ratesWhere(
	ctx context.Context,
	db *models.DB,
	subscriptions string,
	value any,
) (map[string][]SubscriptionRate, error) {
	all, err := models.Table[SubscriptionRate](db.Reader).
		Where("subscription_id IN (SELECT id FROM subscriptions WHERE "+subscriptions+")", value).Order("since").Find(ctx)
	rates := map[string][]SubscriptionRate{}
	for _, r := range all {
		rates[r.SubscriptionID] = append(rates[r.SubscriptionID], r)
	}
	return rates, models.TranslateError(err)
}
