package emulator

import (
	"cmp"
	"slices"
	"time"
)

// subscribe is what a paid checkout begins.
func (e *Emulator) subscribe(c *checkout) *subscription {
	one, now := *e.state.Prices[c.Price], e.now().UTC()
	id := newID("sub_")
	made := &subscription{
		ID: id, Object: "subscription", Status: "active", CollectionMethod: "charge_automatically",
		Customer: c.Session.Customer, Currency: one.Currency, Metadata: c.SubscriptionMetadata,
		Created: now.Unix(), StartDate: now.Unix(), BillingCycleAnchor: now.Unix(),
		CurrentPeriodStart: now.Unix(), CurrentPeriodEnd: periodEnd(now, one.Recurring).Unix(), LatestInvoice: newID("in_"),
		Items: list[item]{Object: "list", URL: "/v1/subscription_items?subscription=" + id, Data: []item{{
			ID: newID("si_"), Object: "subscription_item", Created: now.Unix(), Metadata: map[string]string{},
			Price: one, Quantity: c.Quantity, Subscription: id,
		}}},
	}
	e.state.Subscriptions[id] = made
	return made
}

// periodEnd is one interval later; a month that is too short ends early, as at
// Stripe (January 31 to February 28).
func periodEnd(start time.Time, r recurring) time.Time {
	count := int(r.IntervalCount)
	switch r.Interval {
	case "day":
		return start.AddDate(0, 0, count)
	case "week":
		return start.AddDate(0, 0, 7*count)
	case "year":
		count *= 12
	}
	end := start.AddDate(0, count, 0)
	if end.Day() != start.Day() {
		end = end.AddDate(0, 0, -end.Day())
	}
	return end
}

// shown is the subscription as of now: its price may have lost its lookup key
// since.
func (e *Emulator) shown(s *subscription) subscription {
	now := *s
	now.Items.Data = slices.Clone(s.Items.Data)
	for i := range now.Items.Data {
		now.Items.Data[i].Price = *e.state.Prices[s.Items.Data[i].Price.ID]
	}
	return now
}

func retrieveSubscription(e *Emulator, p params) (any, error) {
	if s := e.state.Subscriptions[p.id]; s != nil {
		return e.shown(s), nil
	}
	return nil, noSuch("subscription", p.id, "")
}

// listSubscriptions leaves out canceled ones unless they are asked for.
func listSubscriptions(e *Emulator, p params) (any, error) {
	owner := p.Get("customer")
	if owner != "" && e.state.Customers[owner] == nil {
		return nil, noSuch("customer", owner, "customer")
	}
	found := []subscription{}
	for _, s := range e.state.Subscriptions {
		if (owner == "" || s.Customer == owner) && hasStatus(s, p.Get("status")) {
			found = append(found, e.shown(s))
		}
	}
	slices.SortFunc(found, func(a, b subscription) int {
		return cmp.Or(cmp.Compare(b.Created, a.Created), cmp.Compare(a.ID, b.ID))
	})
	return page(found, "/v1/subscriptions", p, func(s subscription) string { return s.ID })
}

func hasStatus(s *subscription, wanted string) bool {
	switch wanted {
	case "":
		return s.Status != "canceled"
	case "all":
		return true
	}
	return s.Status == wanted
}
