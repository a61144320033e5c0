package emulator

const subscriptionTakes = "cancel_at_period_end cancel_at cancellation_details default_payment_method metadata discounts coupon promotion_code description" +
	" trial_settings trial_end automatic_tax items proration_behavior payment_behavior payment_settings off_session collection_method billing_cycle_anchor"

var subscriptionOperations = map[string]operation{
	"POST /v1/subscriptions":                 {subscriptionTakes + " customer trial_period_days currency", "customer", createSubscription},
	"GET /v1/subscriptions":                  {"customer status price" + paging, "", listSubscriptions},
	"GET /v1/subscriptions/{id}":             {"", "", retrieveSubscription},
	"POST /v1/subscriptions/{id}":            {subscriptionTakes + " proration_date pause_collection", "", updateSubscription},
	"DELETE /v1/subscriptions/{id}":          {"invoice_now prorate cancellation_details", "", cancelSubscription},
	"POST /v1/subscriptions/{id}/resume":     {"billing_cycle_anchor proration_behavior proration_date", "", resumeSubscription},
	"DELETE /v1/subscriptions/{id}/discount": {"", "", deleteSubscriptionDiscount},
	"GET /v1/subscription_items":             {"subscription" + paging, "subscription", listItems},
}

func retrieveSubscription(e *Emulator, p params) (any, error) {
	if s := e.state.subscriptions.look(p.id); s != nil {
		return s, nil
	}
	return nil, noSuch("subscription", p.id, "")
}

// listSubscriptions leaves out canceled ones unless they are asked for.
func listSubscriptions(e *Emulator, p params) (any, error) {
	if owner := p.Get("customer"); owner != "" && e.state.customers.look(owner) == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	return page(e.state.subscriptions, "/v1/subscriptions", p, func(s *subscription) bool {
		return p.is("customer", s.Customer) && s.hasStatus(p.Get("status")) && p.made(s.Created) && s.sells(p.Get("price"))
	})
}

func (s *subscription) sells(price string) bool {
	for _, one := range s.Items.Data {
		if one.Price == price {
			return true
		}
	}
	return price == ""
}

func (s *subscription) hasStatus(wanted string) bool {
	switch wanted {
	case "":
		return s.Status != "canceled"
	case "all":
		return true
	case "ended":
		return s.ended()
	}
	return s.Status == wanted
}

func (e *Emulator) subscriptionsOf(owner string) []*subscription {
	found := []*subscription{}
	for _, s := range e.state.subscriptions.newest() {
		if s.Customer == owner && !s.ended() {
			found = append(found, s)
		}
	}
	return found
}

func listItems(e *Emulator, p params) (any, error) {
	s := e.state.subscriptions.look(p.Get("subscription"))
	if s == nil {
		return nil, noSuch("subscription", p.Get("subscription"), "subscription")
	}
	return listOf(s.Items.Data, "/v1/subscription_items"), nil
}

func deleteSubscriptionDiscount(e *Emulator, p params) (any, error) {
	s := e.state.subscriptions.get(p.id)
	if s == nil || len(s.Discounts) == 0 {
		return nil, noSuch("discount", p.id, "")
	}
	id := s.Discounts[0]
	e.setDiscounts(s, []string{})
	one := *e.state.discounts.look(id)
	return struct {
		discount
		Deleted bool `json:"deleted"`
	}{one, true}, e.announceChange("customer.subscription.updated", s)
}
