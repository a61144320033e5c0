package snapshot

import (
	"fmt"
	"math"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/models/payments"
)

// couponsOf are the discounts of a subscription of which Stripe tells what they take off.
func couponsOf(from *stripe.Subscription) []*stripe.Discount {
	var all []*stripe.Discount
	for _, one := range from.Discounts {
		if one != nil && one.Coupon != nil {
			all = append(all, one)
		}
	}
	return all
}

func discountsOf(from *stripe.Subscription) payments.Discounts {
	var all payments.Discounts
	for _, one := range couponsOf(from) {
		all = append(all, payments.Discount{
			Share:  int64(math.Round(one.Coupon.PercentOff * 100)),
			Amount: one.Coupon.AmountOff, EndsAt: stripeapi.TimeOf(one.End),
			IsOnce: one.Coupon.Duration == stripe.CouponDurationOnce,
		})
	}
	return all
}

func discountWords(from *stripe.Subscription) string {
	var words []string
	for _, one := range couponsOf(from) {
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
