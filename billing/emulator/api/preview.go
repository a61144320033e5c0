package api

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// PreviewInvoice does what is asked for, and takes it back when it is shown.
func PreviewInvoice(tx *store.Tx, p params.Params) (any, error) {
	s, err := previewed(tx, p)
	if err != nil {
		return nil, err
	}
	if s.Ended() {
		return nil, noneComes(s)
	}
	details := previewDetails(p)
	if err := rediscount(tx, s, p); err != nil {
		return nil, err
	}
	s.AutomaticTax.Enabled = p.Sub("automatic_tax").Flag("enabled", s.AutomaticTax.Enabled)
	readCancel(s, params.Params{Values: only(details, "cancel_at_period_end"), Fault: p.Fault}, tx.Now().Unix())
	next, err := readItems(tx, s, details.Items("items"))
	if err != nil {
		return nil, err
	}
	i := rehearse(tx, s, next, details)
	if i == nil {
		return nil, noneComes(s)
	}
	i.ID, i.AutoAdvance, i.Status = "upcoming_"+i.ID, false, "draft"
	return i, store.ErrRehearsed
}

func noneComes(s *objects.Subscription) error {
	return &apierror.Error{
		Status: http.StatusNotFound, Type: apierror.InvalidRequest, Code: "invoice_upcoming_none",
		Message: "No upcoming invoices for customer: '" + s.Customer + "'",
	}
}

// previewDetails are the same for both operations that preview.
func previewDetails(p params.Params) params.Params {
	details := p.Sub("subscription_details")
	for key, values := range p.Values {
		for _, old := range []string{"items", "proration_date", "proration_behavior", "cancel_at_period_end"} {
			if name := "subscription_" + old; key == name || len(key) > len(name) && key[:len(name)+1] == name+"[" {
				details.Values[key[len("subscription_"):]] = values
			}
		}
	}
	return details
}

func only(p params.Params, names ...string) url.Values {
	kept := url.Values{}
	for key, values := range p.Values {
		if slices.Contains(names, key) {
			kept[key] = values
		}
	}
	return kept
}

// previewed is the subscription that is meant, or a new one for the customer.
func previewed(tx *store.Tx, p params.Params) (*objects.Subscription, error) {
	if id := p.Get("subscription"); id != "" {
		if s := tx.Subscriptions.Get(id); s != nil {
			return s, nil
		}
		return nil, apierror.NotFound("subscription", id, "subscription")
	}
	owner := rules.Customer(tx, p.Get("customer"))
	if owner == nil {
		return nil, apierror.NotFound("customer", p.Get("customer"), "customer")
	}
	details := previewDetails(p)
	if len(details.Items("items")) == 0 {
		for id, s := range tx.Subscriptions.Newest() {
			if s.Customer == owner.ID && !s.Ended() {
				return tx.Subscriptions.Get(id), nil
			}
		}
		return nil, apierror.MissingParam("subscription_details[items]")
	}
	return previewNew(tx, owner, details)
}

func previewNew(tx *store.Tx, owner *objects.Customer, details params.Params) (*objects.Subscription, error) {
	s := rules.NewSubscription(tx, owner, "")
	for _, one := range details.Items("items") {
		sold, err := sold(tx, one)
		if err != nil {
			return nil, err
		}
		s.Currency = sold.Currency
		s.Items.Data = append(s.Items.Data, rules.NewItem(tx, s, sold.ID, one.Number("quantity", 1)))
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
func rehearse(
	tx *store.Tx, s *objects.Subscription, next []objects.SubscriptionItem, p params.Params,
) *objects.Invoice {
	behavior := p.Choice("proration_behavior", "create_prorations", "none", "always_invoice")
	var at *int64
	same := slices.EqualFunc(next, s.Items.Data, func(a, b objects.SubscriptionItem) bool {
		return a.ID == b.ID && a.Price == b.Price && a.Quantity == b.Quantity
	})
	if !same {
		made := rules.Weigh(tx, s, next, behavior, prorationDate(tx, s, p))
		rules.Apply(tx, s, made)
		if made.Now {
			return rules.DraftChange(tx, s, made)
		}
		s.Private.Pending = append(s.Private.Pending, made.Lines...)
		at = &made.At
	}
	if s.Ended() || s.CancelAtPeriodEnd && len(s.Private.Pending) == 0 || s.Status == "paused" {
		return nil
	}
	return rules.NextInvoice(tx, s, at)
}
