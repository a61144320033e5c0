package rules

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Redeem makes the discounts of a subscription, or of one invoice.
func Redeem(tx *store.Tx, offers []objects.Offer, owner string, subscription, session *string) []string {
	made := []string{}
	for _, one := range offers {
		from := tx.Coupons.Get(one.Coupon)
		from.TimesRedeemed++
		if one.Promotion != nil {
			tx.PromotionCodes.Get(*one.Promotion).TimesRedeemed++
		}
		d := &objects.Discount{
			ID: objects.NewID("di_"), Object: "discount", Coupon: from.ID, Customer: &owner, PromotionCode: one.Promotion,
			Start: tx.Now().Unix(), Subscription: subscription, CheckoutSession: session,
		}
		if from.Duration == "repeating" {
			d.End = new(periodEnd(tx.Now(), &objects.Recurring{Interval: "month", IntervalCount: *from.DurationInMonths}).Unix())
		}
		tx.Discounts.Put(d.ID, d)
		made = append(made, d.ID)
	}
	return made
}

// discountsFor are the discounts of a subscription's bill: its own, or its customer's where it
// has none.
func discountsFor(tx *store.Tx, s *objects.Subscription, at int64) []string {
	own := running(tx, s.Discounts, at)
	owner := tx.Customers.Look(s.Customer)
	if len(own) > 0 || owner.Discount == nil {
		return own
	}
	return running(tx, []string{*owner.Discount}, at)
}

// spendDiscounts ends those that a bill used up.
func spendDiscounts(tx *store.Tx, s *objects.Subscription, owner *objects.Customer, used []string) {
	SetDiscounts(tx, s, spend(tx, s.Discounts))
	if owner.Discount != nil && slices.Contains(used, *owner.Discount) && len(spend(tx, used)) == 0 {
		owner.Discount = nil
	}
}

// running are the discounts that still hold at a moment.
func running(tx *store.Tx, ids []string, at int64) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		d := tx.Discounts.Look(id)
		return d == nil || d.End != nil && at >= *d.End
	})
}

// spend ends the discounts that hold once.
func spend(tx *store.Tx, ids []string) []string {
	return slices.DeleteFunc(slices.Clone(ids), func(id string) bool {
		d := tx.Discounts.Look(id)
		return d == nil || tx.Coupons.Look(d.Coupon).Duration == "once"
	})
}
