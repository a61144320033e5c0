package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/events"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

const subscriptionTakes = "cancel_at_period_end cancel_at cancellation_details default_payment_method metadata " +
	"discounts coupon promotion_code description trial_settings trial_end automatic_tax items " +
	"proration_behavior payment_behavior payment_settings off_session collection_method " +
	"billing_cycle_anchor"

var subscriptionOperations = map[string]operation{
	"POST /v1/subscriptions": {
		subscriptionTakes + " customer trial_period_days currency", "customer", createSubscription,
	},
	"GET /v1/subscriptions":      {"customer status price" + paging, "", listSubscriptions},
	"GET /v1/subscriptions/{id}": {"", "", retrieveSubscription},
	"POST /v1/subscriptions/{id}": {
		subscriptionTakes + " proration_date pause_collection", "", UpdateSubscription,
	},
	"DELETE /v1/subscriptions/{id}": {"invoice_now prorate cancellation_details", "", CancelSubscription},
	"POST /v1/subscriptions/{id}/resume": {
		"billing_cycle_anchor proration_behavior proration_date", "", ResumeSubscription,
	},
	"DELETE /v1/subscriptions/{id}/discount": {"", "", deleteSubscriptionDiscount},
	"GET /v1/subscription_items":             {"subscription" + paging, "subscription", listItems},
}

func retrieveSubscription(tx *store.Tx, p params.Params) (any, error) {
	if s := tx.Subscriptions.Look(p.ID); s != nil {
		return s, nil
	}
	return nil, apierror.NotFound("subscription", p.ID, "")
}

// listSubscriptions leaves out canceled ones unless they are asked for.
func listSubscriptions(tx *store.Tx, p params.Params) (any, error) {
	if owner := p.Get("customer"); owner != "" && tx.Customers.Look(owner) == nil {
		return nil, apierror.NotFound("customer", owner, "customer")
	}
	return page(tx.Subscriptions.Newest(), "/v1/subscriptions", p, func(s *objects.Subscription) bool {
		return p.Is("customer", s.Customer) && s.HasStatus(p.Get("status")) && p.Made(s.Created) && s.Sells(p.Get("price"))
	})
}

func listItems(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Subscriptions.Look(p.Get("subscription"))
	if s == nil {
		return nil, apierror.NotFound("subscription", p.Get("subscription"), "subscription")
	}
	return objects.ListOf(s.Items.Data, "/v1/subscription_items"), nil
}

func deleteSubscriptionDiscount(tx *store.Tx, p params.Params) (any, error) {
	s := tx.Subscriptions.Get(p.ID)
	if s == nil || len(s.Discounts) == 0 {
		return nil, apierror.NotFound("discount", p.ID, "")
	}
	id := s.Discounts[0]
	rules.SetDiscounts(tx, s, []string{})
	one := *tx.Discounts.Look(id)
	return struct {
		objects.Discount
		Deleted bool `json:"deleted"`
	}{one, true}, events.AnnounceChange(tx, "customer.subscription.updated", s)
}
