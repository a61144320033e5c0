package emulator

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
)

// previewPlan reckons what another price costs, and changes nothing.
func (e *Emulator) previewPlan(v portalView, price string) portalView {
	at := slices.IndexFunc(v.chosen.choices, func(one portalChoice) bool { return one.id == price })
	if at < 0 {
		v.declined = "This plan cannot be chosen here."
		return v
	}
	quote := portalQuote{price: price, name: v.chosen.choices[at].name, renews: v.chosen.choices[at].price}
	err := e.transact(func() error {
		quote.at = count(e.now().Unix())
		p := newParams(e.previewForm(v, quote), "")
		made, err := previewInvoice(e, p)
		if *p.fault != nil {
			return *p.fault
		}
		if i, isOne := made.(*invoice); isOne && i != nil {
			quote.read(i)
		}
		return err
	})
	if err != nil && !errors.Is(err, errRehearsed) {
		v.declined = err.Error()
		return v
	}
	v.chosen.quote = &quote
	return v
}

func (q *portalQuote) read(i *invoice) {
	q.due, q.now = full(i.AmountDue, i.Currency), i.BillingReason == "subscription_update"
	for _, one := range i.Lines.Data {
		q.rows = append(q.rows, invoiceRow{value(one.Description), full(one.Amount, i.Currency)})
	}
	for _, one := range i.TotalDiscountAmounts {
		q.rows = append(q.rows, invoiceRow{"Discount", full(-one.Amount, i.Currency)})
	}
	if i.Tax != nil {
		q.rows = append(q.rows, invoiceRow{"Tax", full(*i.Tax, i.Currency)})
	}
}

func (e *Emulator) previewForm(v portalView, q portalQuote) url.Values {
	return url.Values{
		"subscription":                             {v.chosen.id},
		"subscription_details[items][0][id]":       {e.state.subscriptions.look(v.chosen.id).Items.Data[0].ID},
		"subscription_details[items][0][price]":    {q.price},
		"subscription_details[proration_behavior]": {v.can.SubscriptionUpdate.ProrationBehavior},
		"subscription_details[proration_date]":     {q.at},
	}
}

// portalChange charges what was shown: the moment of the preview comes back
// with the form.
func (e *Emulator) portalChange(v *portalView, r *http.Request) error {
	price := typedText(r, "price")
	if !slices.ContainsFunc(v.chosen.choices, func(one portalChoice) bool { return one.id == price }) {
		return badState("", "This plan cannot be chosen here.")
	}
	return e.transact(func() error {
		p := newParams(url.Values{
			"items[0][id]": {e.state.subscriptions.look(v.chosen.id).Items.Data[0].ID}, "items[0][price]": {price},
			"proration_behavior": {v.can.SubscriptionUpdate.ProrationBehavior}, "proration_date": {typedText(r, "at")},
			"payment_behavior": {"error_if_incomplete"},
		}, v.chosen.id)
		_, err := updateSubscription(e, p)
		if *p.fault != nil {
			return *p.fault
		}
		return err
	})
}
