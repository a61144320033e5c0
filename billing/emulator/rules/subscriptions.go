package rules

import (
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// NewSubscription makes a subscription that has no items yet.
func NewSubscription(tx *store.Tx, owner *objects.Customer, currency string) *objects.Subscription {
	id, now := objects.NewID("sub_"), tx.Now().Unix()
	return tx.Subscriptions.Put(id, &objects.Subscription{
		ID: id, Object: "subscription", BillingCycleAnchor: now,
		CollectionMethod: "charge_automatically", Created: now, Currency: currency,
		CurrentPeriodStart: now, Customer: owner.ID, DefaultTaxRates: []string{}, Discounts: []string{},
		InvoiceSettings: objects.SubscriptionInvoice{Issuer: objects.Issuer{Type: "self"}}, Metadata: map[string]string{},
		Items: objects.List[objects.SubscriptionItem]{
			Object: "list", Data: []objects.SubscriptionItem{},
			URL: "/v1/subscription_items?subscription=" + id,
		},
		PaymentSettings: objects.PaymentSettings{SaveDefault: new("off")}, StartDate: now, Status: "incomplete",
		TrialSettings: objects.TrialSettings{EndBehavior: objects.EndBehavior{MissingPaymentMethod: "create_invoice"}},
	})
}

// NewItem makes an item; the caller puts it into the subscription.
func NewItem(tx *store.Tx, s *objects.Subscription, price string, quantity int64) objects.SubscriptionItem {
	return objects.SubscriptionItem{
		ID: objects.NewID("si_"), Object: "subscription_item", Created: tx.Now().Unix(),
		Discounts: []string{}, Metadata: map[string]string{},
		Price: price, Quantity: quantity, Subscription: s.ID, TaxRates: []string{},
	}
}

// Interval is what the subscription's prices share.
func Interval(tx *store.Tx, items []objects.SubscriptionItem) *objects.Recurring {
	return tx.Prices.Look(items[0].Price).Recurring
}

// SetDiscounts replaces the discounts of a subscription.
func SetDiscounts(tx *store.Tx, s *objects.Subscription, ids []string) {
	s.Discounts, s.Discount = ids, nil
	if len(ids) > 0 {
		s.Discount = &ids[0]
	}
}

// SubscriptionsOf are the live subscriptions of a customer, the newest first.
func SubscriptionsOf(tx *store.Tx, owner string) []*objects.Subscription {
	found := []*objects.Subscription{}
	for _, s := range tx.Subscriptions.Newest() {
		if s.Customer == owner && !s.Ended() {
			found = append(found, s)
		}
	}
	return found
}
