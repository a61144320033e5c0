package payments

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Subscription mirrors one at Stripe, under Stripe's id. Status is Stripe's
// word; Amount is for all of the quantity, in the currency's smallest unit.
type Subscription struct {
	ID                string
	CustomerID        uuid.UUID
	PlanID            string
	PriceID           string
	ItemID            string
	Status            string
	Quantity          int64
	Amount            int64
	Currency          string
	Interval          string
	CancelAtPeriodEnd bool
	CurrentPeriodEnd  time.Time
	StartedAt         time.Time
	TrialEndsAt       *time.Time
	CancelAt          *time.Time
	EndedAt           *time.Time
	PastDueSince      *time.Time
	Discount          string     // in words
	Discounts         Discounts  `gorm:"serializer:json"`
	PaymentURL        string     // of an invoice that waits to be paid
	PendingPlanID     string     // a change that waits for its payment
	ScheduleID        string     // of what decides about it at Stripe, so that it cannot be changed directly
	Reversal          Reversal   // of the payment of the current period
	IntervalCount     int64      `gorm:"default:1"` // how many intervals one payment is for
	Pause             string     // Stripe's word for what becomes of bills while nothing is collected; empty: they are
	ResumesAt         *time.Time // when it is collected again; nil: nobody knows
	Items             int64      `gorm:"default:1"` // how many prices it has
	Title             string     // what Stripe calls it, where it is not sold here
	TaxBehavior       string     // Stripe's word for what the tax does to the price; empty: none is taken
	Next              NextPlan   `gorm:"embedded;embeddedPrefix:next_"`
	UpdatedAt         time.Time
}

// IsPaused reports whether its bills are not collected, so that it costs nothing.
func (s Subscription) IsPaused() bool { return s.Pause != "" }

// NextPlan is what a subscription changes to at a time; without one it stays as it
// is. PlanID is empty for what is none of ours.
type NextPlan struct {
	At       *time.Time
	PlanID   string
	PriceID  string
	Quantity int64
	Amount   int64
	Interval string
	// TaxBehavior is Stripe's word for what the tax does to the price.
	TaxBehavior string
}

// SubscriptionsOf are a user's subscriptions, newest first.
func SubscriptionsOf(ctx context.Context, db *models.DB, userID uuid.UUID) ([]Subscription, error) {
	s, err := models.Table[Subscription](db.Reader).
		Where("customer_id IN (SELECT id FROM billing_customers WHERE user_id = ?)", userID).
		Order("started_at DESC, id").Find(ctx)
	return s, models.TranslateError(err)
}

// SubscriptionsBy are a customer's subscriptions, newest first.
func SubscriptionsBy(ctx context.Context, db *models.DB, customerID uuid.UUID) ([]Subscription, error) {
	s, err := models.Table[Subscription](db.Reader).Where("customer_id = ?", customerID).Order("started_at DESC, id").Find(ctx)
	return s, models.TranslateError(err)
}

// StoreSubscriptions writes what Stripe says.
func StoreSubscriptions(ctx context.Context, db *models.DB, all []Subscription) error {
	return models.Upsert(ctx, db, all)
}
