package subscriptions

import (
	"slices"
	"time"

	"github.com/prokken/prokken/models/payments"
	"github.com/stripe/stripe-go/v79"
)

// Ends returns when a subscription ends because it was cancelled; nil: it goes on.
func Ends(sub payments.Subscription) *time.Time {
	if sub.CancelAtPeriodEnd {
		return &sub.CurrentPeriodEnd
	}
	return sub.CancelAt
}

// RenewsChanged reports whether a subscription is another from its next period on.
func RenewsChanged(sub payments.Subscription) bool {
	return sub.Next.At != nil && !sub.Next.At.After(sub.CurrentPeriodEnd)
}

// RenewsAs returns the plan and price that a subscription renews with.
func RenewsAs(sub payments.Subscription) payments.Subscription {
	if next := sub.Next; RenewsChanged(sub) {
		sub.Amount, sub.Interval, sub.Quantity = next.Amount, next.Interval, next.Quantity
		if next.PlanID != "" {
			sub.PlanID = next.PlanID
		}
	}
	return sub
}

// PaymentsPerYear returns how often something with this interval is paid in a year.
func PaymentsPerYear(interval string) int64 {
	switch interval {
	case "day":
		return 365
	case "week":
		return 52
	case "month":
		return 12
	case "year":
		return 1
	}
	return 0
}

// IsKnown reports whether a status of Stripe's is one that we know.
func IsKnown(status string) bool {
	return slices.Contains([]stripe.SubscriptionStatus{
		stripe.SubscriptionStatusIncomplete, stripe.SubscriptionStatusIncompleteExpired,
		stripe.SubscriptionStatusTrialing, stripe.SubscriptionStatusActive,
		stripe.SubscriptionStatusPastDue, stripe.SubscriptionStatusCanceled, stripe.SubscriptionStatusUnpaid,
		stripe.SubscriptionStatusPaused,
	}, stripe.SubscriptionStatus(status))
}
