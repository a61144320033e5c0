package payments

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Paid is what customers paid at a moment, in one currency: in a year, and how many they were.
type Paid struct {
	Yearly int64
	Paying int64
}

type paidRow struct {
	Currency string
	Paid     `gorm:"embedded"`
}

// PaidAt returns what was paid at a moment, by currency, from the sums of the days before and the movements
// of its own.
func PaidAt(ctx context.Context, db *models.DB, at time.Time) (map[string]Paid, error) {
	start := at.UTC().Truncate(24 * time.Hour)
	var rows []paidRow
	err := db.Reader.WithContext(ctx).Raw(`SELECT currency, CAST(sum(yearly) AS bigint) AS yearly, CAST(sum(paying) AS bigint) AS paying FROM (
			SELECT currency, yearly, paying FROM billing_days WHERE day < ?
			UNION ALL SELECT currency, yearly, paying FROM billing_movements WHERE moved_at > ? AND moved_at <= ?) AS moved
		GROUP BY currency`, start.Format(time.DateOnly), start, at).Scan(&rows).Error
	paid := map[string]Paid{}
	for _, row := range rows {
		paid[row.Currency] = row.Paid
	}
	return paid, models.TranslateError(err)
}

// DaysByMonth returns the sums of the days of each month that has any, the oldest first: Day is the month,
// like 2026-11.
func DaysByMonth(ctx context.Context, db *models.DB) ([]Day, error) {
	var months []Day
	err := db.Reader.WithContext(ctx).Raw(`SELECT currency, substr(day, 1, 7) AS day, CAST(sum(yearly) AS bigint) AS yearly,
			CAST(sum(paying) AS bigint) AS paying, CAST(sum(lost) AS bigint) AS lost
		FROM billing_days GROUP BY currency, substr(day, 1, 7) ORDER BY substr(day, 1, 7)`).Scan(&months).Error
	return months, models.TranslateError(err)
}

// LostBetween returns how many customers paid at a moment and did not any more at a later one, by currency:
// those who stopped more often than they began between the two.
func LostBetween(ctx context.Context, db *models.DB, from, until time.Time) (map[string]int, error) {
	return counted(ctx, db, `SELECT currency, count(*) AS n FROM (SELECT DISTINCT currency, customer_id FROM billing_movements
			WHERE paying = -1 AND moved_at > ? AND moved_at <= ?) AS stopped
		WHERE (SELECT sum(paying) FROM billing_movements AS m WHERE m.customer_id = stopped.customer_id AND m.currency = stopped.currency
			AND m.moved_at > ? AND m.moved_at <= ?) < 0 GROUP BY currency`, from, until, from, until)
}

// Trialing returns how many customers have a free trial, by currency.
func Trialing(ctx context.Context, db *models.DB, then time.Time) (map[string]int, error) {
	return counted(ctx, db, `SELECT currency, count(DISTINCT customer_id) AS n FROM subscriptions
		WHERE status = 'trialing' AND (ended_at IS NULL OR ended_at > ?) GROUP BY currency`, then)
}

// CurrenciesSince returns the currencies of what SubscriptionsSince finds, each with 1. It goes from one
// currency to the next in their index, and asks for the first and the last of each: where EXISTS asked for any,
// Postgres read the table from its beginning until it met one.
func CurrenciesSince(ctx context.Context, db *models.DB, then time.Time) (map[string]int, error) {
	return counted(ctx, db, `WITH RECURSIVE known (currency) AS (
			SELECT min(currency) FROM subscriptions
			UNION ALL SELECT (SELECT min(s.currency) FROM subscriptions AS s WHERE s.currency > known.currency) FROM known
				WHERE known.currency IS NOT NULL)
		SELECT currency, 1 AS n FROM known
		WHERE (SELECT s.currency FROM subscriptions AS s WHERE s.currency = known.currency AND s.ended_at IS NULL ORDER BY s.ended_at LIMIT 1) IS NOT NULL
			OR (SELECT max(s.ended_at) FROM subscriptions AS s WHERE s.currency = known.currency) > ?`, then)
}

// counted returns the numbers that a statement finds by currency.
func counted(ctx context.Context, db *models.DB, statement string, values ...any) (map[string]int, error) {
	var rows []struct {
		Currency string
		N        int
	}
	err := db.Reader.WithContext(ctx).Raw(statement, values...).Scan(&rows).Error
	found := map[string]int{}
	for _, row := range rows {
		found[row.Currency] = row.N
	}
	return found, models.TranslateError(err)
}
