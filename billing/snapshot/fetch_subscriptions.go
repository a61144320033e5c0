package snapshot

import (
	"cmp"
	"context"
	"fmt"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/catalog"
	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
)

// fetchSubscriptions: all of the customer's, ended ones too. The card that pays
// one goes before the customer's own.
func (s *Fetcher) fetchSubscriptions(ctx context.Context, c payments.Customer, found *Snapshot) error {
	all, err := s.stripe.ListSubscriptions(ctx, c)
	if err != nil {
		return err
	}
	for _, one := range all {
		subscription, err := subscriptionFrom(one, c.ID)
		if err != nil {
			return err
		}
		coupons := couponsOf(one, found.discount)
		subscription.Discount, subscription.Discounts = discountWords(coupons), discountsOf(coupons)
		if err := s.entitle(ctx, one, &subscription); err != nil {
			return err
		}
		if err := s.schedules.FetchNext(ctx, one, &subscription); err != nil {
			return err
		}
		if err := s.schedules.RenewCard(ctx, one); err != nil {
			return err
		}
		found.Subscriptions = append(found.Subscriptions, subscription)
		found.noteTrial(one)
		if one.DefaultPaymentMethod != nil && subscriptions.IsLive(subscription.Status) {
			found.Details.HasMethod = true
		}
		if card := cardFrom(one.DefaultPaymentMethod); card != nil && subscriptions.IsLive(subscription.Status) {
			found.Details.Card = card
		}
	}
	return nil
}

// subscriptionFrom refuses what a newer API version would leave empty: stored,
// it would say 1970.
func subscriptionFrom(from *stripe.Subscription, customerID uuid.UUID) (payments.Subscription, error) {
	if from.CurrentPeriodEnd == 0 || from.Items == nil || len(from.Items.Data) == 0 || from.Items.Data[0].Price == nil {
		return payments.Subscription{}, fmt.Errorf(
			"the subscription %s lacks its period or price: does the API speak %s?",
			from.ID,
			stripe.APIVersion,
		)
	}
	item := from.Items.Data[0]
	subscription := payments.Subscription{
		ID: from.ID, CustomerID: customerID, PlanID: catalog.ItemOf(item.Price), PriceID: item.Price.ID,
		ItemID: item.ID, Status: string(from.Status),
		Quantity: item.Quantity, Amount: item.Price.UnitAmount * item.Quantity, Currency: string(item.Price.Currency),
		CancelAtPeriodEnd: from.CancelAtPeriodEnd, CurrentPeriodEnd: *stripeapi.TimeOf(from.CurrentPeriodEnd),
		StartedAt:   *stripeapi.TimeOf(max(from.StartDate, 1)),
		TrialEndsAt: stripeapi.TimeOf(from.TrialEnd), CancelAt: stripeapi.TimeOf(from.CancelAt),
		EndedAt:       stripeapi.TimeOf(from.EndedAt),
		IntervalCount: 1, Items: int64(len(from.Items.Data)), TaxBehavior: stripeapi.TaxBehavior(from, item.Price),
	}
	if item.Price.Recurring != nil {
		subscription.Interval = string(item.Price.Recurring.Interval)
		subscription.IntervalCount = max(item.Price.Recurring.IntervalCount, 1)
	}
	for _, more := range from.Items.Data[1:] {
		if more.Price != nil {
			subscription.Amount += more.Price.UnitAmount * more.Quantity
		}
	}
	if paused := from.PauseCollection; paused != nil {
		subscription.Pause, subscription.ResumesAt = string(paused.Behavior), stripeapi.TimeOf(paused.ResumesAt)
	}
	if pending := from.PendingUpdate; pending != nil && len(pending.SubscriptionItems) > 0 &&
		pending.SubscriptionItems[0].Price != nil {
		subscription.PendingPlanID = catalog.ItemOf(pending.SubscriptionItems[0].Price)
	}
	return subscription, nil
}

// entitle names what is not sold here as Stripe does: nobody knows it by its id.
func (s *Fetcher) entitle(ctx context.Context, from *stripe.Subscription, into *payments.Subscription) error {
	price := from.Items.Data[0].Price
	if s.catalog.IsSold(into.PlanID) || price.Product == nil {
		return nil
	}
	params := &stripe.ProductParams{}
	params.Context = ctx
	product, err := s.stripe.Products.Get(price.Product.ID, params)
	if err = stripeapi.Classify(err); stripeapi.IsMissing(err, "") {
		return nil
	}
	if err == nil {
		into.Title = cmp.Or(price.Nickname, product.Name)
	}
	return err
}
