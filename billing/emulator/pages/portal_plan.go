package pages

import (
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"github.com/prokken/prokken/billing/emulator/api"
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
	"github.com/prokken/prokken/money"
)

// previewPlan reckons what another price costs, and changes nothing.
func (p *portalPages) previewPlan(v portalView, price string) portalView {
	at := slices.IndexFunc(v.chosen.choices, func(one portalChoice) bool { return one.id == price })
	if at < 0 {
		v.declined = "This plan cannot be chosen here."
		return v
	}
	quote := portalQuote{price: price, name: v.chosen.choices[at].name, renews: v.chosen.choices[at].price}
	err := p.clock.Update(func(tx *store.Tx) error {
		quote.at = strconv.FormatInt(tx.Now().Unix(), 10)
		made, err := api.Run(tx, api.PreviewInvoice, previewForm(tx, v, quote))
		if i, isOne := made.(*objects.Invoice); isOne && i != nil {
			quote.read(i)
		}
		return err
	})
	if err != nil && !errors.Is(err, store.ErrRehearsed) {
		v.declined = err.Error()
		return v
	}
	v.chosen.quote = &quote
	return v
}

func (q *portalQuote) read(i *objects.Invoice) {
	q.due, q.now = money.Full(i.AmountDue, i.Currency), i.BillingReason == "subscription_update"
	for _, one := range i.Lines.Data {
		q.rows = append(q.rows, invoiceRow{objects.Value(one.Description), money.Full(one.Amount, i.Currency)})
	}
	for _, one := range i.TotalDiscountAmounts {
		q.rows = append(q.rows, invoiceRow{"Discount", money.Full(-one.Amount, i.Currency)})
	}
	if i.Tax != nil {
		q.rows = append(q.rows, invoiceRow{"Tax", money.Full(*i.Tax, i.Currency)})
	}
}

func previewForm(tx *store.Tx, v portalView, q portalQuote) url.Values {
	return url.Values{
		"subscription":                             {v.chosen.id},
		"subscription_details[items][0][id]":       {tx.Subscriptions.Look(v.chosen.id).Items.Data[0].ID},
		"subscription_details[items][0][price]":    {q.price},
		"subscription_details[proration_behavior]": {v.can.SubscriptionUpdate.ProrationBehavior},
		"subscription_details[proration_date]":     {q.at},
	}
}

// changePlan charges what was shown: the moment of the preview comes back
// with the form.
func (p *portalPages) changePlan(v *portalView, r *http.Request) error {
	price := typedText(r, "price")
	if !slices.ContainsFunc(v.chosen.choices, func(one portalChoice) bool { return one.id == price }) {
		return apierror.BadState("", "This plan cannot be chosen here.")
	}
	return p.clock.Update(func(tx *store.Tx) error {
		_, err := api.Run(tx, api.UpdateSubscription, url.Values{
			"items[0][id]": {tx.Subscriptions.Look(v.chosen.id).Items.Data[0].ID}, "items[0][price]": {price},
			"proration_behavior": {v.can.SubscriptionUpdate.ProrationBehavior}, "proration_date": {typedText(r, "at")},
			"payment_behavior": {"error_if_incomplete"},
		}, v.chosen.id)
		return err
	})
}
