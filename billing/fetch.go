package billing

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
)

// endedCheckout is the user's open checkout with the state in which Stripe says
// that it ended; nil while it has not.
func (s *Service) endedCheckout(ctx context.Context, userID uuid.UUID) (*models.Checkout, error) {
	open, err := s.db.OpenCheckout(ctx, userID)
	if errors.Is(err, models.ErrNotFound) || err == nil && open.SessionID == nil {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	session, err := s.session(ctx, open)
	if err != nil {
		return nil, err
	}
	switch session.Status {
	case stripe.CheckoutSessionStatusComplete:
		open.State = models.CheckoutComplete
	case stripe.CheckoutSessionStatusExpired:
		open.State = models.CheckoutExpired
	default:
		return nil, nil
	}
	return &open, nil
}

// errUnknownCustomer: another account's key, a customer deleted there, or an
// emulator that was reset.
var errUnknownCustomer = errors.New("the customer is not known to Stripe")

// subscriptions are all of the customer's, ended ones too.
func (s *Service) subscriptions(ctx context.Context, customer models.BillingCustomer) ([]models.Subscription, error) {
	found, err := s.listSubscriptions(ctx, customer)
	if err != nil {
		return nil, err
	}
	var all []models.Subscription
	for _, one := range found {
		subscription, err := subscriptionFrom(one, customer.ID)
		if err != nil {
			return nil, err
		}
		all = append(all, subscription)
	}
	return all, nil
}

func (s *Service) listSubscriptions(ctx context.Context, customer models.BillingCustomer) ([]*stripe.Subscription, error) {
	params := &stripe.SubscriptionListParams{Customer: &customer.StripeID, Status: stripe.String("all")}
	params.Context = ctx
	params.Limit = stripe.Int64(100)
	var all []*stripe.Subscription
	list := s.stripe.Subscriptions.List(params)
	for list.Next() {
		all = append(all, list.Subscription())
	}
	return all, explainList(list.Err(), customer)
}

// explainList: a customer whom Stripe does not know is an error, not an end:
// the key may be the wrong one.
func explainList(err error, customer models.BillingCustomer) error {
	err = explain(err)
	if isMissing(err, "customer") {
		return fmt.Errorf("%w: %s: %w", errUnknownCustomer, customer.StripeID, err)
	}
	return err
}

// subscriptionFrom refuses what a newer API version would leave empty: stored,
// it would say 1970.
func subscriptionFrom(from *stripe.Subscription, customerID uuid.UUID) (models.Subscription, error) {
	if from.CurrentPeriodEnd == 0 || from.Items == nil || len(from.Items.Data) == 0 || from.Items.Data[0].Price == nil {
		return models.Subscription{}, fmt.Errorf("the subscription %s lacks its period or price: does the API speak %s?", from.ID, stripe.APIVersion)
	}
	item := from.Items.Data[0]
	subscription := models.Subscription{
		ID:                from.ID,
		CustomerID:        customerID,
		PlanID:            planOf(from, item.Price),
		Status:            string(from.Status),
		Amount:            item.Price.UnitAmount * item.Quantity,
		Currency:          string(item.Price.Currency),
		CancelAtPeriodEnd: from.CancelAtPeriodEnd,
		CurrentPeriodEnd:  time.Unix(from.CurrentPeriodEnd, 0).UTC(),
		StartedAt:         time.Unix(from.StartDate, 0).UTC(),
	}
	if item.Price.Recurring != nil {
		subscription.Interval = string(item.Price.Recurring.Interval)
	}
	return subscription, nil
}

// planOf is the plan that a price belongs to. The subscription's own word comes
// last: it does not change with the price. A price of no plan stands for itself.
func planOf(subscription *stripe.Subscription, price *stripe.Price) string {
	if plan, ours := strings.CutPrefix(price.LookupKey, lookupPrefix); ours {
		return plan
	}
	for _, metadata := range []map[string]string{price.Metadata, subscription.Metadata} {
		if plan := metadata["plan"]; plan != "" {
			return plan
		}
	}
	return price.ID
}
