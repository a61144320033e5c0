package billing

import (
	"cmp"
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models/payments"
)

// fetchSubscriptions: all of the customer's, ended ones too. The card that pays
// one goes before the customer's own.
func (s *Service) fetchSubscriptions(ctx context.Context, c payments.Customer, found *snapshot) error {
	all, err := s.listSubscriptions(ctx, c)
	if err != nil {
		return err
	}
	for _, one := range all {
		subscription, err := subscriptionFrom(one, c.ID)
		if err != nil {
			return err
		}
		if err := s.fetchNext(ctx, one, &subscription); err != nil {
			return err
		}
		if err := s.renewCard(ctx, one); err != nil {
			return err
		}
		found.subscriptions = append(found.subscriptions, subscription)
		if one.DefaultPaymentMethod != nil && isLive(subscription.Status) {
			found.details.HasMethod = true
		}
		if card := cardFrom(one.DefaultPaymentMethod); card != nil && isLive(subscription.Status) {
			found.details.Card = card
		}
	}
	return nil
}

func (s *Service) listSubscriptions(ctx context.Context, c payments.Customer) ([]*stripe.Subscription, error) {
	params := &stripe.SubscriptionListParams{Customer: &c.StripeID, Status: stripe.String("all")}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	params.AddExpand("data.default_payment_method")
	params.AddExpand("data.schedule")
	var all []*stripe.Subscription
	list := s.stripe.Subscriptions.List(params)
	for list.Next() {
		all = append(all, list.Subscription())
	}
	return all, explainList(list.Err(), c)
}

// subscriptionFrom refuses what a newer API version would leave empty: stored,
// it would say 1970.
func subscriptionFrom(from *stripe.Subscription, customerID uuid.UUID) (payments.Subscription, error) {
	if from.CurrentPeriodEnd == 0 || from.Items == nil || len(from.Items.Data) == 0 || from.Items.Data[0].Price == nil {
		return payments.Subscription{}, fmt.Errorf("the subscription %s lacks its period or price: does the API speak %s?", from.ID, stripe.APIVersion)
	}
	item := from.Items.Data[0]
	subscription := payments.Subscription{
		ID: from.ID, CustomerID: customerID, PlanID: wareOf(item.Price), PriceID: item.Price.ID, ItemID: item.ID, Status: string(from.Status),
		Quantity: item.Quantity, Amount: item.Price.UnitAmount * item.Quantity, Currency: string(item.Price.Currency),
		CancelAtPeriodEnd: from.CancelAtPeriodEnd, CurrentPeriodEnd: *moment(from.CurrentPeriodEnd), StartedAt: *moment(max(from.StartDate, 1)),
		TrialEndsAt: moment(from.TrialEnd), CancelAt: moment(from.CancelAt), EndedAt: moment(from.EndedAt), Discount: discountWords(from.Discount),
	}
	if item.Price.Recurring != nil {
		subscription.Interval = string(item.Price.Recurring.Interval)
	}
	if pending := from.PendingUpdate; pending != nil && len(pending.SubscriptionItems) > 0 && pending.SubscriptionItems[0].Price != nil {
		subscription.PendingPlanID = wareOf(pending.SubscriptionItems[0].Price)
	}
	return subscription, nil
}

// wareOf is the plan or product that a price belongs to. One that is not ours
// stands for itself.
func wareOf(price *stripe.Price) string { return cmp.Or(price.Metadata[wareKey], price.ID) }

// isOurs reports whether a ware is or was a plan or product of ours.
func isOurs(wareID string) bool { return !strings.HasPrefix(wareID, "price_") }

func discountWords(d *stripe.Discount) string {
	switch {
	case d == nil || d.Coupon == nil:
		return ""
	case d.Coupon.Name != "":
		return d.Coupon.Name
	case d.Coupon.PercentOff > 0:
		return fmt.Sprintf("%g %% off", d.Coupon.PercentOff)
	}
	return d.Coupon.ID
}

// moment is nil for 0, which is Stripe's "none".
func moment(seconds int64) *time.Time {
	if seconds == 0 {
		return nil
	}
	at := time.Unix(seconds, 0).UTC()
	return &at
}
