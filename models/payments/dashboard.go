package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// CustomerByID finds one customer.
func CustomerByID(ctx context.Context, db *models.DB, id uuid.UUID) (Customer, error) {
	c, err := models.Table[Customer](db.Reader).Where("id = ?", id).Take(ctx)
	return c, models.TranslateError(err)
}

// CustomersByID are some customers by id.
func CustomersByID(ctx context.Context, db *models.DB, ids []uuid.UUID) (map[uuid.UUID]Customer, error) {
	all, err := models.Table[Customer](db.Reader).Where("id IN ?", ids).Find(ctx)
	found := make(map[uuid.UUID]Customer, len(all))
	for _, c := range all {
		found[c.ID] = c
	}
	return found, models.TranslateError(err)
}

// CustomersInTrouble are those whose copy is behind, or could not be fetched;
// those that failed most often come first.
func CustomersInTrouble(ctx context.Context, db *models.DB, limit int) ([]Customer, error) {
	all, err := models.Table[Customer](
		db.Reader,
	).Where(
		"dirty_seq > synced_seq OR failures > 0",
	).Order(
		"failures DESC, id",
	).Limit(
		limit,
	).Find(
		ctx,
	)
	return all, models.TranslateError(err)
}

// UnpaidSubscriptions are those of which a bill is not paid, those that wait longest first. Their statuses stand
// in the statement as in the index.
func UnpaidSubscriptions(ctx context.Context, db *models.DB, limit int) ([]Subscription, error) {
	all, err := models.Table[Subscription](db.Reader).Where("status IN ('past_due', 'unpaid')").
		Order("current_period_end, id").Limit(limit).Find(ctx)
	return all, models.TranslateError(err)
}

// NewestSubscriptions are the newest one of each customer who has any.
func NewestSubscriptions(
	ctx context.Context,
	db *models.DB,
	customers []uuid.UUID,
) (map[uuid.UUID]Subscription, error) {
	all, err := models.Table[Subscription](
		db.Reader,
	).Where(
		"customer_id IN ?",
		customers,
	).Order(
		"started_at, id DESC",
	).Find(
		ctx,
	)
	newest := make(map[uuid.UUID]Subscription, len(all))
	for _, sub := range all {
		newest[sub.CustomerID] = sub
	}
	return newest, models.TranslateError(err)
}

// SubscriptionsSince are all that had not ended by then, with as much of each as
// it takes to count money.
func SubscriptionsSince(ctx context.Context, db *models.DB, then time.Time) ([]Subscription, error) {
	all, err := models.Table[Subscription](db.Reader).
		Select("id", "customer_id", "status", "amount", "currency", "interval", "interval_count", "pause", "started_at", "trial_ends_at", "ended_at").
		Where("ended_at IS NULL OR ended_at > ?", then).Find(ctx)
	return all, models.TranslateError(err)
}

// noAuditor leaves out the account with which audits go to pay, and never do.
const noAuditor = "NOT EXISTS (SELECT 1 FROM users WHERE users.id = checkouts.user_id AND email LIKE '%.invalid' AND erased_at IS NULL)"

// StuckCheckouts are open attempts that began before then, the oldest first.
func StuckCheckouts(ctx context.Context, db *models.DB, then time.Time, limit int) ([]Checkout, error) {
	all, err := models.Table[Checkout](
		db.Reader,
	).Where(
		"state = ? AND created_at < ?",
		CheckoutOpen,
		then,
	).Where(
		noAuditor,
	).Order(
		"created_at, id",
	).Limit(
		limit,
	).Find(
		ctx,
	)
	return all, models.TranslateError(err)
}

// EventHealth is how webhooks come in.
type EventHealth struct {
	Newest time.Time // zero: none ever came
	Since  int64     // how many came since then
	Other  int64     // of those, of another API version
}

// HealthOfEvents counts what came in since then.
func HealthOfEvents(ctx context.Context, db *models.DB, since time.Time, version string) (EventHealth, error) {
	newest, err := ListEvents(ctx, db, nil, 1)
	if err != nil || len(newest) == 0 {
		return EventHealth{}, err
	}
	h := EventHealth{Newest: newest[0].ReceivedAt}
	err = db.Reader.WithContext(ctx).Raw(`SELECT count(*), count(CASE WHEN api_version <> ? THEN 1 END) FROM stripe_events
		WHERE received_at >= ?`, version, since).Row().Scan(&h.Since, &h.Other)
	return h, models.TranslateError(err)
}

// AlertByID finds something to look at, or that was looked at.
func AlertByID(ctx context.Context, db *models.DB, id uuid.UUID) (Alert, error) {
	a, err := models.Table[Alert](db.Reader).Where("id = ?", id).Take(ctx)
	return a, models.TranslateError(err)
}

// HasAlert reports whether an alert was ever raised, dealt with or not.
func HasAlert(ctx context.Context, db *models.DB, kind, objectID string) (bool, error) {
	n, err := models.Table[Alert](db.Reader).Where("kind = ? AND object_id = ?", kind, objectID).Count(ctx, "*")
	return n > 0, models.TranslateError(err)
}

// GrantByID finds a grant, whether it holds or not.
func GrantByID(ctx context.Context, db *models.DB, id uuid.UUID) (Grant, error) {
	g, err := models.Table[Grant](db.Reader).Where("id = ?", id).Take(ctx)
	return g, models.TranslateError(err)
}

// HasEffect reports whether something was done because of an object.
func HasEffect(ctx context.Context, db *models.DB, kind, objectID string) (bool, error) {
	n, err := models.Table[Effect](db.Reader).Where("kind = ? AND object_id = ?", kind, objectID).Count(ctx, "*")
	return n > 0, models.TranslateError(err)
}
