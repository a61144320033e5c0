package stripeapi

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

func (s *Client) ListSubscriptions(ctx context.Context, c payments.Customer) ([]*stripe.Subscription, error) {
	params := &stripe.SubscriptionListParams{Customer: &c.StripeID, Status: stripe.String("all")}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	params.AddExpand("data.default_payment_method")
	params.AddExpand("data.schedule")
	var all []*stripe.Subscription
	list := s.Subscriptions.List(params)
	for list.Next() {
		all = append(all, list.Subscription())
	}
	return all, ClassifyList(list.Err(), c)
}

// TimeOf is nil for 0, which is Stripe's "none".
func TimeOf(seconds int64) *time.Time {
	if seconds == 0 {
		return nil
	}
	at := time.Unix(seconds, 0).UTC()
	return &at
}

// EndSubscription takes it for done if Stripe knows no such subscription: it says so of
// those that ended.
func (s *Client) EndSubscription(ctx context.Context, id string) error {
	params := &stripe.SubscriptionCancelParams{InvoiceNow: stripe.Bool(false), Prorate: stripe.Bool(false)}
	params.Context = ctx
	_, err := s.Subscriptions.Cancel(id, params)
	if err = Classify(err); IsMissing(err, "") {
		return nil
	}
	return err
}

// IsCancelling: the portal may have set a date of its own, which
// cancel_at_period_end would overwrite.
func IsCancelling(sub *stripe.Subscription) bool { return sub.CancelAtPeriodEnd || sub.CancelAt != 0 }

// PriceByID is a price that tells nothing where Stripe knows none: that is none of
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

// IsRunning: of what ran out or was let go only the name is left.
func IsRunning(status stripe.SubscriptionScheduleStatus) bool {
	return status == stripe.SubscriptionScheduleStatusActive || status == stripe.SubscriptionScheduleStatusNotStarted
}
