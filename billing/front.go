package billing

import (
	"context"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing/admin"
	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/checkout"
	"github.com/prokken/prokken/billing/customers"
	"github.com/prokken/prokken/billing/dashboard"
	"github.com/prokken/prokken/billing/entitlements"
	"github.com/prokken/prokken/billing/notices"
	"github.com/prokken/prokken/billing/plans"
	"github.com/prokken/prokken/billing/reconcile"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/stripesync"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/billing/webhooks"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// The types that callers of [Service] name.
type (
	Selection      = catalog.Selection
	Step           = catalog.Step
	Names          = catalog.Names
	Preview        = plans.Preview
	Line           = plans.Line
	Begin          = admin.Begin
	NeedsAttention = dashboard.NeedsAttention
	Figures        = dashboard.Figures
	Month          = dashboard.Month
	Churn          = dashboard.Churn
	Difference     = reconcile.Difference
	Entitlement    = entitlements.Entitlement
	Allowance      = entitlements.Allowance
	Gift           = entitlements.Gift
)

// What callers of [Service] compare with: entitlements, pages of Stripe's portal and
// kinds of alerts.
const (
	Sites  = entitlements.Sites
	Audits = entitlements.Audits

	PortalHome = customers.PortalHome
	PortalCard = customers.PortalCard

	AlertDuplicate     = notices.AlertDuplicate
	AlertUnknownPrice  = notices.AlertUnknownPrice
	AlertUnknownStatus = notices.AlertUnknownStatus
	AlertDispute       = notices.AlertDispute
	AlertPaused        = notices.AlertPaused
	AlertRefused       = notices.AlertRefused
	AlertForgotten     = notices.AlertForgotten
	AlertErased        = notices.AlertErased
)

// The errors of the parts, which [Service] returns.
var (
	ErrUnavailable       = stripeapi.ErrUnavailable
	ErrDeclined          = stripeapi.ErrDeclined
	ErrBusy              = stripesync.ErrBusy
	ErrBadSignature      = webhooks.ErrBadSignature
	ErrAlreadySubscribed = subscriptions.ErrAlreadySubscribed
	ErrNoPlan            = subscriptions.ErrNoPlan
	ErrForgotten         = plans.ErrForgotten
	ErrNoMethod          = plans.ErrNoMethod
	ErrPayFirst          = plans.ErrPayFirst
	ErrUnderWay          = plans.ErrUnderWay
	ErrToConfirm         = plans.ErrToConfirm
	ErrNoBill            = plans.ErrNoBill
	ErrLimit             = entitlements.ErrLimit
	ErrCheckoutEnded     = checkout.ErrCheckoutEnded
	ErrGone              = customers.ErrGone
	ErrNoTrial           = checkout.ErrNoTrial
	ErrNotSold           = checkout.ErrNotSold
)

// HasAccess reports whether a subscription in this state opens what it pays for.
func HasAccess(status string) bool { return subscriptions.HasAccess(status) }

// IsLive reports whether a subscription can still be changed.
func IsLive(sub payments.Subscription) bool { return subscriptions.IsLive(sub.Status) }

// Ends returns when a subscription ends because it was cancelled; nil: it goes on.
func Ends(sub payments.Subscription) *time.Time { return subscriptions.Ends(sub) }

// RenewsFor returns what the next payment comes to before taxes: see
// [subscriptions.RenewsFor].
func RenewsFor(sub payments.Subscription) int64 { return subscriptions.RenewsFor(sub) }

// RenewsAs returns the plan and price that a subscription renews with: see
// [subscriptions.RenewsAs].
func RenewsAs(sub payments.Subscription) payments.Subscription { return subscriptions.RenewsAs(sub) }

// Refundable returns how much of a charge can be given back.
func Refundable(c payments.Charge) int64 { return admin.Refundable(c) }

// Refusal returns Stripe's own reason for not doing what was asked; false if the error
// is another one.
func Refusal(err error) (string, bool) { return stripeapi.Refusal(err) }

// TakeHinted returns customers to sync: see [payments.TakeHinted].
func (s *Service) TakeHinted(ctx context.Context, tx *models.DB, limit int) ([]uuid.UUID, error) {
	return payments.TakeHinted(ctx, tx, models.Now(), limit)
}

// Sync copies what Stripe knows of a customer: see [stripesync.Syncer.Sync].
func (s *Service) Sync(ctx context.Context, customerID uuid.UUID) error {
	return s.sync.Sync(ctx, customerID)
}

// Remind notifies everyone of what comes with time: see [notices.Notifier.Remind].
func (s *Service) Remind(ctx context.Context) error { return s.notices.Remind(ctx) }

// Allowance says how much a user may use: see [entitlements.Ledger.Allowance].
func (s *Service) Allowance(ctx context.Context, userID uuid.UUID, e Entitlement) (Allowance, error) {
	return s.grants.Allowance(ctx, userID, e)
}

// Use uses up an entitlement: see [entitlements.Ledger.Use].
func (s *Service) Use(ctx context.Context, tx *models.DB, userID uuid.UUID, e Entitlement, n int64) error {
	return s.grants.Use(ctx, tx, userID, e, n)
}

// GiveBack returns what was used: see [entitlements.Ledger.GiveBack].
func (s *Service) GiveBack(ctx context.Context, tx *models.DB, userID uuid.UUID, e Entitlement, n int64) error {
	return s.grants.GiveBack(ctx, tx, userID, e, n)
}

// Give stores a gift: see [entitlements.Ledger.Give].
func (s *Service) Give(ctx context.Context, tx *models.DB, g Gift) (bool, error) {
	return s.grants.Give(ctx, tx, g)
}

// TakeBack ends a gift: see [entitlements.Ledger.TakeBack].
func (s *Service) TakeBack(ctx context.Context, tx *models.DB, userID, id uuid.UUID) error {
	return s.grants.TakeBack(ctx, tx, userID, id)
}
