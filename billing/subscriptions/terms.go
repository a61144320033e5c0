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

// Owed returns how much of a subscription's bills is still collected, whether or not it
// is cancelled. A change that waits for its payment is not among it: nobody charges it.
func Owed(sub payments.Subscription, bills []payments.Invoice) int64 {
	var sum int64
	for _, i := range bills {
		waits := sub.PendingPlanID != "" && i.Reason == string(stripe.InvoiceBillingReasonSubscriptionUpdate)
		isOpen := i.Status == string(stripe.InvoiceStatusOpen) || i.Status == string(stripe.InvoiceStatusDraft)
		if i.SubscriptionID == sub.ID && isOpen && !waits {
			sum += i.AmountDue - i.AmountPaid
		}
	}
	return sum
}

// RenewsChanged reports whether a subscription is another from its next period on.
func RenewsChanged(sub payments.Subscription) bool {
	return sub.Next.At != nil && !sub.Next.At.After(sub.CurrentPeriodEnd)
}

// RenewsAs returns the plan and price that a subscription renews with.
func RenewsAs(sub payments.Subscription) payments.Subscription {
	if next := sub.Next; RenewsChanged(sub) {
		sub.Amount, sub.Interval, sub.Quantity, sub.IntervalCount = next.Amount, next.Interval, next.Quantity, 1
		sub.TaxBehavior = next.TaxBehavior
		if next.PlanID != "" {
			sub.PlanID, sub.Title = next.PlanID, ""
		}
	}
	return sub
}

// RenewsFor returns what the next payment of a subscription comes to, before taxes: its
// price less the discounts that still hold then.
func RenewsFor(sub payments.Subscription) int64 {
	return sub.Discounts.Off(RenewsAs(sub).Amount, sub.CurrentPeriodEnd)
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
