package plans

import (
	"context"
	"errors"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/validation"
)

// ErrPayFirst says that a bill of the plan is open. A change would give credit for time
// that nobody has paid.
var ErrPayFirst = errors.New("a bill of the plan is not paid yet")

// ErrUnderWay says that a bank is asked for the payment, and has not answered yet.
var ErrUnderWay = errors.New("a payment of the plan is under way")

// errForgiven is for a period whose bill is void or given up, or whose payment was
// reversed: nothing was paid that could be credited.
var errForgiven = validation.Errors{
	"plan": "The current period is not paid, so there is nothing to credit towards another plan. " +
		"You can change the plan once the next period has begun and is paid.",
}

// paidUp returns nil if the current period is paid and nothing else of the plan is open.
// It asks Stripe: what our copy does not know yet would be credited all the same.
func (s *Changer) paidUp(ctx context.Context, sub payments.Subscription) error {
	params := &stripe.InvoiceListParams{Subscription: &sub.ID}
	params.Context = ctx
	params.Limit = stripe.Int64(stripeapi.PageSize)
	params.Single = true
	params.AddExpand("data.charge")
	params.AddExpand("data.payment_intent")
	isCurrent := true
	for list := s.stripe.Invoices.List(params); ; { // newest first
		if !list.Next() {
			return stripeapi.Classify(list.Err())
		}
		one := list.Invoice()
		if isOfPending(one, sub) {
			continue
		}
		switch one.Status {
		case stripe.InvoiceStatusOpen, stripe.InvoiceStatusDraft:
			if isBeingPaid([]*stripe.Invoice{one}) {
				return ErrUnderWay
			}
			return ErrPayFirst
		case stripe.InvoiceStatusVoid, stripe.InvoiceStatusUncollectible:
			if isCurrent {
				return errForgiven
			}
		case stripe.InvoiceStatusPaid:
			if isCurrent && isReversed(one.Charge, sub) {
				return errForgiven
			}
		}
		isCurrent = false
	}
}

// isOfPending reports whether a bill is for a change that did not take place, or waits
// for its payment: another change takes its place.
func isOfPending(one *stripe.Invoice, sub payments.Subscription) bool {
	if one.BillingReason != stripe.InvoiceBillingReasonSubscriptionUpdate {
		return false
	}
	return one.Status == stripe.InvoiceStatusVoid || one.Status == stripe.InvoiceStatusOpen && sub.PendingPlanID != ""
}

func isReversed(charge *stripe.Charge, sub payments.Subscription) bool {
	return sub.Reversal != payments.NotReversed || charge != nil && charge.Refunded
}
