package emulator

import (
	"net/http"
	"net/url"
	"slices"
)

// previewInvoice does what is asked for, and takes it back when it is shown.
func previewInvoice(e *Emulator, p params) (any, error) {
	s, err := e.previewed(p)
	if err != nil {
		return nil, err
	}
	if s.ended() {
		return nil, noneComes(s)
	}
	details := p.previewDetails()
	if err := e.rediscount(s, p); err != nil {
		return nil, err
	}
	s.AutomaticTax.Enabled = p.sub("automatic_tax").flag("enabled", s.AutomaticTax.Enabled)
	s.readCancel(params{Values: only(details, "cancel_at_period_end"), fault: p.fault}, e.now().Unix())
	next, err := e.readItems(s, details.items("items"))
	if err != nil {
		return nil, err
	}
	i := e.rehearse(s, next, details)
	if i == nil {
		return nil, noneComes(s)
	}
	i.ID, i.AutoAdvance, i.Status = "upcoming_"+i.ID, false, "draft"
	return i, errRehearsed
}

func noneComes(s *subscription) error {
	return &refusal{status: http.StatusNotFound, kind: invalidRequest, code: "invoice_upcoming_none", message: "No upcoming invoices for customer: '" + s.Customer + "'"}
}

// previewDetails are the same for both operations that preview.
func (p params) previewDetails() params {
	details := p.sub("subscription_details")
	for key, values := range p.Values {
		for _, old := range []string{"items", "proration_date", "proration_behavior", "cancel_at_period_end"} {
			if name := "subscription_" + old; key == name || len(key) > len(name) && key[:len(name)+1] == name+"[" {
				details.Values[key[len("subscription_"):]] = values
			}
		}
	}
	return details
}

func only(p params, names ...string) url.Values {
	kept := url.Values{}
	for key, values := range p.Values {
		if slices.Contains(names, key) {
			kept[key] = values
		}
	}
	return kept
}

// previewed is the subscription that is meant, or a new one for the customer.
func (e *Emulator) previewed(p params) (*subscription, error) {
	if id := p.Get("subscription"); id != "" {
		if s := e.state.subscriptions.get(id); s != nil {
			return s, nil
		}
		return nil, noSuch("subscription", id, "subscription")
	}
	owner := e.customer(p.Get("customer"))
	if owner == nil {
		return nil, noSuch("customer", p.Get("customer"), "customer")
	}
	details := p.previewDetails()
	if len(details.items("items")) == 0 {
		for id, s := range e.state.subscriptions.newest() {
			if s.Customer == owner.ID && !s.ended() {
				return e.state.subscriptions.get(id), nil
			}
		}
		return nil, missingParam("subscription_details[items]")
	}
	return e.previewNew(owner, details)
}

func (e *Emulator) previewNew(owner *customer, details params) (*subscription, error) {
	s := e.newSubscription(owner, "")
	for _, one := range details.items("items") {
		sold, err := e.sold(one)
		if err != nil {
			return nil, err
		}
		s.Currency = sold.Currency
		s.Items.Data = append(s.Items.Data, e.newItem(s, sold.ID, one.number("quantity", 1)))
		for key := range details.Values {
			if len(key) > 5 && key[:6] == "items[" {
				delete(details.Values, key)
			}
		}
	}
	s.CurrentPeriodEnd = s.CurrentPeriodStart // nothing has been paid for
	return s, nil
}

// rehearse is the next invoice with other items; nil if there is none.
func (e *Emulator) rehearse(s *subscription, next []item, p params) *invoice {
	behavior := p.choice("proration_behavior", "create_prorations", "none", "always_invoice")
	var at *int64
	same := slices.EqualFunc(next, s.Items.Data, func(a, b item) bool { return a.ID == b.ID && a.Price == b.Price && a.Quantity == b.Quantity })
	if !same {
		made := e.weigh(s, next, behavior, e.prorationDate(s, p))
		e.apply(s, made)
		if made.now {
			return e.draftChange(s, made)
		}
		s.Private.Pending = append(s.Private.Pending, made.lines...)
		at = &made.at
	}
	if s.ended() || s.CancelAtPeriodEnd && len(s.Private.Pending) == 0 || s.Status == "paused" {
		return nil
	}
	return e.nextInvoice(s, at)
}

// nextInvoice bills the period that comes next.
func (e *Emulator) nextInvoice(s *subscription, proration *int64) *invoice {
	e.foresee(s)
	at := s.CurrentPeriodEnd
	s.CurrentPeriodStart, s.CurrentPeriodEnd = at, cycleEnd(s.BillingCycleAnchor, e.interval(s.Items.Data), at)
	var lines []*line
	if !s.CancelAtPeriodEnd {
		lines = e.periodLines(s, false)
	}
	i := e.draftFor(s, "upcoming", lines)
	i.Created, i.PeriodStart, i.PeriodEnd, i.NextPaymentAttempt = at, at, at, pointer(at+int64(finalizeAfter.Seconds()))
	i.SubscriptionProration = proration
	return i
}
