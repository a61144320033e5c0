package api

import (
	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// longestTrial is what Stripe allows, in seconds.
const longestTrial = 730 * 24 * 3600

// createSubscription is for those who do without the hosted page.
func createSubscription(tx *store.Tx, p params.Params) (any, error) {
	owner := rules.Customer(tx, p.Get("customer"))
	if owner == nil {
		return nil, apierror.NotFound("customer", p.Get("customer"), "customer")
	}
	s := rules.NewSubscription(tx, owner, "")
	if err := fill(tx, s, p, owner); err != nil {
		return nil, err
	}
	i, m := (*objects.Invoice)(nil), tx.PaymentMethods.Get(objects.Value(s.DefaultPaymentMethod))
	if m == nil {
		m = tx.PaymentMethods.Get(objects.Value(owner.InvoiceSettings.DefaultPaymentMethod))
	}
	behavior := p.Choice("payment_behavior", "allow_incomplete", "default_incomplete", "error_if_incomplete")
	if behavior == "default_incomplete" {
		m = nil
	}
	if err := rules.Begin(tx, s, m, false); err != nil {
		return nil, err
	}
	if i = tx.Invoices.Get(*s.LatestInvoice); i.Status != "open" || behavior == "default_incomplete" {
		return s, nil
	}
	said, err := rules.Attempt(tx, i, m, false)
	if err == nil && said.Code != "" && behavior == "error_if_incomplete" {
		return nil, said.Refusal("")
	}
	return s, err
}

func fill(tx *store.Tx, s *objects.Subscription, p params.Params, owner *objects.Customer) error {
	for _, one := range p.Items("items") {
		sold, err := sold(tx, one)
		if err != nil {
			return err
		}
		s.Currency = sold.Currency
		checkAmount(sold, one.Number("quantity", 1), one)
		s.Items.Data = append(s.Items.Data, rules.NewItem(tx, s, sold.ID, one.Number("quantity", 1)))
	}
	if len(s.Items.Data) == 0 {
		return apierror.MissingParam("items")
	}
	readSubscriptionTrial(s, p, tx.Now().Unix())
	if err := readSubscription(tx, s, p); err != nil {
		return err
	}
	offers, err := readOffers(tx, p, owner.ID)
	rules.SetDiscounts(tx, s, rules.Redeem(tx, offers, owner.ID, &s.ID, nil))
	return err
}

// sold is the recurring price that an item names.
func sold(tx *store.Tx, p params.Params) (*objects.Price, error) {
	if p.Gives("price_data") {
		return addPrice(tx, p.Sub("price_data"), p.Sub("price_data").Get("product"))
	}
	id := p.Get("price")
	one := tx.Prices.Look(id)
	switch {
	case one == nil:
		return nil, apierror.NotFound("price", id, p.Full("price"))
	case !one.Active:
		return nil, apierror.BadParam(
			p.Full("price"), "price_inactive",
			"The price specified is inactive. This field only accepts active prices.",
		)
	case !tx.Products.Look(one.Product).Active:
		return nil, apierror.BadParam(
			p.Full("price"), "",
			"The product "+one.Product+
				" is marked as inactive, and thus no new subscriptions can be created to any "+
				"plans of this product. You provided the price "+
				id+".",
		)
	case one.Recurring == nil:
		return nil, apierror.BadParam(
			p.Full("price"), "",
			"The price specified is set to `type=one_time` but this field only accepts prices with `type=recurring`.",
		)
	}
	return one, nil
}

// readSubscriptionTrial reads when a trial ends: a moment or a number of days.
func readSubscriptionTrial(s *objects.Subscription, p params.Params, now int64) {
	if p.Has("trial_period_days") {
		s.TrialEnd = new(now + 24*3600*p.Count("trial_period_days", 1))
	} else if p.Get("trial_end") != "now" {
		p.Moment("trial_end", &s.TrialEnd)
	}
	if s.TrialEnd != nil && (*s.TrialEnd <= now || *s.TrialEnd > now+longestTrial) {
		p.Bad("trial_end", "", "Invalid timestamp: the trial must end in the future, within 730 days.")
		s.TrialEnd = nil
	}
}
