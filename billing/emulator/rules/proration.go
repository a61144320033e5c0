package rules

import (
	"slices"
	"strconv"
	"time"

	"github.com/prokken/prokken/billing/emulator/apierror"
	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// change is another set of items, and what follows from it.
type Change struct {
	items   []objects.SubscriptionItem
	Lines   []*objects.Line // credit for what is not used, and what the rest costs
	At      int64
	Restart bool // the interval changes: a new period begins
	Now     bool // the invoice is made at once
}

// CheckItems refuses items that cannot be in one subscription.
func CheckItems(tx *store.Tx, next []objects.SubscriptionItem) error {
	if len(next) == 0 {
		return apierror.BadParam("items", "", "A subscription must have at least one active price.")
	}
	first := Interval(tx, next)
	for at, one := range next {
		if r := tx.Prices.Look(one.Price).Recurring; r.Interval != first.Interval || r.IntervalCount != first.IntervalCount {
			return apierror.BadParam("items", "", "All prices on a subscription must have the same recurring interval.")
		}
		if slices.ContainsFunc(next[:at], func(other objects.SubscriptionItem) bool { return other.Price == one.Price }) {
			return apierror.BadParam("items", "", "Two items cannot have the same price.")
		}
	}
	return nil
}

// Weigh works out what other items cost for the rest of the period.
func Weigh(tx *store.Tx, s *objects.Subscription, next []objects.SubscriptionItem, behavior string, at int64) Change {
	before, after := Interval(tx, s.Items.Data), Interval(tx, next)
	made := Change{items: next, At: at, Restart: before.Interval != after.Interval ||
		before.IntervalCount != after.IntervalCount}
	made.Restart = made.Restart && s.Status != "trialing"
	made.Now = made.Restart || behavior == "always_invoice"
	if behavior == "none" || s.Status == "trialing" {
		return made
	}
	for _, old := range s.Items.Data {
		i := slices.IndexFunc(next, func(one objects.SubscriptionItem) bool { return one.ID == old.ID })
		if i >= 0 && next[i].Price == old.Price && next[i].Quantity == old.Quantity && !made.Restart {
			continue
		}
		made.Lines = append(made.Lines, Prorated(tx, s, old, at, -1, "Unused time on "))
	}
	for _, one := range next {
		i := slices.IndexFunc(s.Items.Data, func(old objects.SubscriptionItem) bool { return one.ID == old.ID })
		if made.Restart || i >= 0 && s.Items.Data[i].Price == one.Price && s.Items.Data[i].Quantity == one.Quantity {
			continue
		}
		made.Lines = append(made.Lines, Prorated(tx, s, one, at, 1, "Remaining time on "))
	}
	return made
}

// Prorated is an item's share of the period from a moment on, less what the
// discounts take of it.
func Prorated(
	tx *store.Tx, s *objects.Subscription, one objects.SubscriptionItem, at, sign int64,
	words string,
) *objects.Line {
	sold := tx.Prices.Look(one.Price)
	full := sold.UnitAmount * one.Quantity
	for _, id := range discountsFor(tx, s, at) {
		if c := tx.Coupons.Look(tx.Discounts.Look(id).Coupon); c.PercentOff != nil {
			full -= CouponShare(c, full, 0, 1)
		}
	}
	amount := sign * share(full, s.CurrentPeriodEnd-at, s.CurrentPeriodEnd-s.CurrentPeriodStart)
	day := time.Unix(at, 0).UTC().Format("02 Jan 2006")
	made := LineFor(tx, s, &one, amount, at, s.CurrentPeriodEnd, words+Describe(tx, sold, one.Quantity)+" after "+day)
	made.Proration, made.Discountable, made.Type, made.InvoiceItem = true, false, "invoiceitem", objects.NewID("ii_")
	return made
}

// Describe names what is sold, like "2 × Starter".
func Describe(tx *store.Tx, sold *objects.Price, quantity int64) string {
	name := tx.Products.Look(sold.Product).Name
	if quantity == 1 {
		return name
	}
	return strconv.FormatInt(quantity, 10) + " × " + name
}
