package stripeapi

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// ListSubscriptions returns all subscriptions of a customer, also those that have
// ended.
func (s *Client) ListSubscriptions(ctx context.Context, c payments.Customer) ([]*stripe.Subscription, error) {
	params := &stripe.SubscriptionListParams{Customer: &c.StripeID, Status: stripe.String("all")}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	params.AddExpand("data.default_payment_method")
	params.AddExpand("data.schedule")
	params.AddExpand("data.discounts")
	var all []*stripe.Subscription
	list := s.Subscriptions.List(params)
	for list.Next() {
		all = append(all, list.Subscription())
	}
	return all, ClassifyList(list.Err(), c)
}

// TimeOf returns the time of a Unix timestamp; nil for 0, which is Stripe's "none".
func TimeOf(seconds int64) *time.Time {
	if seconds == 0 {
		return nil
	}
	at := time.Unix(seconds, 0).UTC()
	return &at
}

// EndSubscription ends a subscription at once. It is no error if Stripe knows no such
// subscription: it says so of those that ended.
func (s *Client) EndSubscription(ctx context.Context, id string) error {
	params := &stripe.SubscriptionCancelParams{InvoiceNow: stripe.Bool(false), Prorate: stripe.Bool(false)}
	params.Context = ctx
	_, err := s.Subscriptions.Cancel(id, params)
	if err = Classify(err); IsMissing(err, "") {
		return nil
	}
	return err
}

// DeleteCustomer deletes a customer, which ends at once what they subscribe to. It is no error
// if Stripe knows no such customer.
func (s *Client) DeleteCustomer(ctx context.Context, id string) error {
	params := &stripe.CustomerParams{}
	params.Context = ctx
	_, err := s.Customers.Del(id, params)
	if err = Classify(err); IsMissing(err, "") {
		return nil
	}
	return err
}

// IsCancelling reports whether a subscription is going to end. The portal may have set
// a date of its own, which cancel_at_period_end would overwrite.
func IsCancelling(sub *stripe.Subscription) bool { return sub.CancelAtPeriodEnd || sub.CancelAt != 0 }

// PriceByID returns a price; a bare one where Stripe knows none: that is none of
// ours, and no reason to know nothing else of a customer.
func (s *Client) PriceByID(ctx context.Context, id string) (*stripe.Price, error) {
	params := &stripe.PriceParams{}
	params.Context = ctx
	price, err := s.Prices.Get(id, params)
	if err = Classify(err); IsMissing(err, "") {
		return &stripe.Price{ID: id}, nil
	}
	return price, err
}

// IsRunning reports whether a schedule still decides about its subscription: of one
// that ran out or was released only the name is left.
func IsRunning(status stripe.SubscriptionScheduleStatus) bool {
	return status == stripe.SubscriptionScheduleStatusActive || status == stripe.SubscriptionScheduleStatusNotStarted
}
