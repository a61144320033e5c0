package emulator

import (
	"slices"
	"time"
)

// change is another set of items, and what follows from it.
type changed struct {
	items   []item
	lines   []*line // credit for what is not used, and what the rest costs
	at      int64
	restart bool // the interval changes: a new period begins
	now     bool // the invoice is made at once
}

// readItems is nil where the request changes no items.
func (e *Emulator) readItems(s *subscription, all []params) ([]item, error) {
	next := slices.Clone(s.Items.Data)
	for _, p := range all {
		at := slices.IndexFunc(next, func(one item) bool { return one.ID == p.Get("id") })
		if p.Get("id") != "" && at < 0 {
			return nil, noSuch("subscription_item", p.Get("id"), p.full("id"))
		}
		if at >= 0 && p.flag("deleted", false) {
			next = slices.Delete(next, at, at+1)
			continue
		}
		if at < 0 {
			next = append(next, e.newItem(s, "", 1))
			at = len(next) - 1
		}
		if p.Get("price") != "" || p.gives("price_data") || next[at].Price == "" {
			sold, err := e.sold(p)
			if err != nil {
				return nil, err
			}
			if sold.Currency != s.Currency {
				return nil, badParam(p.full("price"), "", "The price's currency is not the subscription's.")
			}
			next[at].Price = sold.ID
		}
		next[at].Quantity = p.number("quantity", next[at].Quantity)
		e.state.prices.look(next[at].Price).afford(next[at].Quantity, p)
	}
	return next, e.checkItems(next)
}

func (e *Emulator) checkItems(next []item) error {
	if len(next) == 0 {
		return badParam("items", "", "A subscription must have at least one active price.")
	}
	first := e.interval(next)
	for at, one := range next {
		if r := e.state.prices.look(one.Price).Recurring; r.Interval != first.Interval || r.IntervalCount != first.IntervalCount {
			return badParam("items", "", "All prices on a subscription must have the same recurring interval.")
		}
		if slices.ContainsFunc(next[:at], func(other item) bool { return other.Price == one.Price }) {
			return badParam("items", "", "Two items cannot have the same price.")
		}
	}
	return nil
}

// weigh works out what other items cost for the rest of the period.
func (e *Emulator) weigh(s *subscription, next []item, behavior string, at int64) changed {
	before, after := e.interval(s.Items.Data), e.interval(next)
	made := changed{items: next, at: at, restart: before.Interval != after.Interval || before.IntervalCount != after.IntervalCount}
	made.restart = made.restart && s.Status != "trialing"
	made.now = made.restart || behavior == "always_invoice"
	if behavior == "none" || s.Status == "trialing" {
		return made
	}
	for _, old := range s.Items.Data {
		i := slices.IndexFunc(next, func(one item) bool { return one.ID == old.ID })
		if i >= 0 && next[i].Price == old.Price && next[i].Quantity == old.Quantity && !made.restart {
			continue
		}
		made.lines = append(made.lines, e.prorated(s, old, at, -1, "Unused time on "))
	}
	for _, one := range next {
		i := slices.IndexFunc(s.Items.Data, func(old item) bool { return one.ID == old.ID })
		if made.restart || i >= 0 && s.Items.Data[i].Price == one.Price && s.Items.Data[i].Quantity == one.Quantity {
			continue
		}
		made.lines = append(made.lines, e.prorated(s, one, at, 1, "Remaining time on "))
	}
	return made
}

// prorated is an item's share of the period from a moment on, less what the
// subscription's discounts take of it.
func (e *Emulator) prorated(s *subscription, one item, at, sign int64, words string) *line {
	sold := e.state.prices.look(one.Price)
	full := sold.UnitAmount * one.Quantity
	for _, id := range e.running(s.Discounts, at) {
		if c := e.state.coupons.look(e.state.discounts.look(id).Coupon); c.PercentOff != nil {
			full -= c.share(full, 0, 1)
		}
	}
	amount := sign * share(full, s.CurrentPeriodEnd-at, s.CurrentPeriodEnd-s.CurrentPeriodStart)
	day := time.Unix(at, 0).UTC().Format("02 Jan 2006")
	made := e.lineFor(s, &one, amount, at, s.CurrentPeriodEnd, words+e.describe(sold, one.Quantity)+" after "+day)
	made.Proration, made.Discountable, made.Type, made.InvoiceItem = true, false, "invoiceitem", newID("ii_")
	return made
}

func (e *Emulator) describe(sold *price, quantity int64) string {
	name := e.state.products.look(sold.Product).Name
	if quantity == 1 {
		return name
	}
	return count(quantity) + " × " + name
}
