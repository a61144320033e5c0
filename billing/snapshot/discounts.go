package snapshot

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

// couponsOf are the discounts of a subscription of which Stripe tells what they take off: its
// own, or its customer's where none of them holds until the next payment.
func couponsOf(from *stripe.Subscription, customers *stripe.Discount) []*stripe.Discount {
	own, others := readable(from.Discounts), readable([]*stripe.Discount{customers})
	holds := func(one *stripe.Discount) bool { return one.End == 0 || one.End > from.CurrentPeriodEnd }
	if len(others) == 0 || slices.ContainsFunc(own, holds) {
		return own
	}
	return others
}

func readable(all []*stripe.Discount) []*stripe.Discount {
	return slices.DeleteFunc(slices.Clone(all), func(one *stripe.Discount) bool { return one == nil || one.Coupon == nil })
}

func discountsOf(coupons []*stripe.Discount) payments.Discounts {
	var all payments.Discounts
	for _, one := range coupons {
		all = append(all, payments.Discount{
			Share:  int64(math.Round(one.Coupon.PercentOff * 100)),
			Amount: one.Coupon.AmountOff, EndsAt: stripeapi.TimeOf(one.End),
			IsOnce: one.Coupon.Duration == stripe.CouponDurationOnce,
		})
	}
	return all
}

func discountWords(coupons []*stripe.Discount) string {
	var words []string
	for _, one := range coupons {
		switch c := one.Coupon; {
		case c.Name != "":
			words = append(words, c.Name)
		case c.PercentOff > 0:
			words = append(words, fmt.Sprintf("%g %% off", c.PercentOff))
		default:
			words = append(words, c.ID)
		}
	}
	return strings.Join(words, ", ")
}
