package api

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/params"
	"github.com/prokken/prokken/billing/emulator/rules"
	"github.com/prokken/prokken/billing/emulator/store"
)

// prorationDate is the moment from which a change counts.
func prorationDate(tx *store.Tx, s *objects.Subscription, p params.Params) int64 {
	at := p.Number("proration_date", tx.Now().Unix())
	if at < s.CurrentPeriodStart || at > s.CurrentPeriodEnd {
		p.Bad("proration_date", "", "Invalid proration_date: it must be within the current period.")
	}
	return at
}

// changeItems changes prices and quantities, prorates, and bills where it has to.
func changeItems(tx *store.Tx, s *objects.Subscription, p params.Params) error {
	behavior := p.Choice("proration_behavior", "create_prorations", "none", "always_invoice")
	payment := p.Choice(
		"payment_behavior", "allow_incomplete", "default_incomplete", "pending_if_incomplete",
		"error_if_incomplete",
	)
	at := prorationDate(tx, s, p)
	next, err := readItems(tx, s, p.Items("items"))
	if err != nil {
		return err
	}
	if slices.EqualFunc(next, s.Items.Data, func(a, b objects.SubscriptionItem) bool {
		return a.ID == b.ID && a.Price == b.Price && a.Quantity == b.Quantity
	}) {
		return nil
	}
	made := rules.Weigh(tx, s, next, behavior, at)
	if made.Restart && rules.Managing(tx, s) != nil {
		return apierror.BadState(
			"",
			"The subscription is managed by the subscription schedule `"+*s.Schedule+
				"`, and updating any billing cycle directly is not allowed. Please update the schedule instead.",
		)
	}
	defer rules.AmendPhase(tx, s)
	if !made.Now {
		s.Items.Data = next
		s.Private.Pending = append(s.Private.Pending, made.Lines...)
		return nil
	}
	return rules.InvoiceChange(tx, s, made, payment)
}

// readItems is nil where the request changes no items.
func readItems(tx *store.Tx, s *objects.Subscription, all []params.Params) ([]objects.SubscriptionItem, error) {
	next := slices.Clone(s.Items.Data)
	for _, p := range all {
		at := slices.IndexFunc(next, func(one objects.SubscriptionItem) bool { return one.ID == p.Get("id") })
		if p.Get("id") != "" && at < 0 {
			return nil, apierror.NotFound("subscription_item", p.Get("id"), p.Full("id"))
		}
		if at >= 0 && p.Flag("deleted", false) {
			next = slices.Delete(next, at, at+1)
			continue
		}
		if at < 0 {
			next = append(next, rules.NewItem(tx, s, "", 1))
			at = len(next) - 1
		}
		if p.Get("price") != "" || p.Gives("price_data") || next[at].Price == "" {
			sold, err := sold(tx, p)
			if err != nil {
				return nil, err
			}
			if sold.Currency != s.Currency {
				return nil, apierror.BadParam(p.Full("price"), "", "The price's currency is not the subscription's.")
			}
			next[at].Price = sold.ID
		}
		next[at].Quantity = p.Number("quantity", next[at].Quantity)
		checkAmount(tx.Prices.Look(next[at].Price), next[at].Quantity, p)
	}
	return next, rules.CheckItems(tx, next)
}
