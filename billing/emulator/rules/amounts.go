// Package rules is what happens to money: how invoices are drafted, prorated, discounted,
// taxed, finalized, charged and given up on, and what that does to subscriptions. It is
// written from what Stripe does and shares nothing with the package billing, which it is
// there to test. Each rule is given an update of the store and announces what it changed.
// The packages checkout, clock, actions, api and pages call it. Start reading at [Begin]
// and [DraftFor], then [Finalize], [Attempt] and [End]; [Bill] does the sums.
package rules

import (
	"math"

	"github.com/prokken/prokken/billing/emulator/objects"
)

// Part is one line's share of a bill.
type Part struct {
	Amount       int64
	Discountable bool
	Inclusive    bool    // the tax is in the amount
	discounts    []int64 // in the order of the coupons
	Tax          int64
}

// Discounted is the sum of what the coupons take off.
func (p Part) Discounted() int64 {
	sum := int64(0)
	for _, one := range p.discounts {
		sum += one
	}
	return sum
}

// Net is what is left for the seller.
func (p Part) Net() int64 {
	if p.Inclusive {
		return p.Amount - p.Discounted() - p.Tax
	}
	return p.Amount - p.Discounted()
}

// Total is what is paid.
func (p Part) Total() int64 { return p.Net() + p.Tax }

// Bill takes the coupons off the lines, one after the other, and adds the tax.
func Bill(parts []Part, coupons []*objects.Coupon, isTaxed bool) {
	for _, one := range coupons {
		takeOff(parts, one)
	}
	for i := range parts {
		if isTaxed {
			parts[i].Tax = parts[i].tax()
		}
	}
}

// tax is a tenth on top of the amount, or an eleventh of it.
func (p Part) tax() int64 {
	if p.Inclusive {
		return divide((p.Amount-p.Discounted())*TaxPercent, 100+TaxPercent)
	}
	return divide((p.Amount-p.Discounted())*TaxPercent, 100)
}

// takeOff spreads a fixed amount over the lines; the last one takes what
// rounding left.
func takeOff(parts []Part, one *objects.Coupon) {
	left := make([]int64, len(parts))
	sum, last := int64(0), -1
	for i, p := range parts {
		if p.Discountable && p.Amount > p.Discounted() {
			left[i] = p.Amount - p.Discounted()
			sum, last = sum+left[i], i
		}
	}
	off := int64(0)
	if one.AmountOff != nil {
		off = min(*one.AmountOff, sum)
	}
	rest := off
	for i := range parts {
		share := CouponShare(one, left[i], off, sum)
		if one.AmountOff != nil && i == last {
			share = rest
		}
		rest -= share
		parts[i].discounts = append(parts[i].discounts, share)
	}
}

// CouponShare is what a coupon takes off an amount; where it takes a fixed one, its share
// of off.
func CouponShare(c *objects.Coupon, amount, off, sum int64) int64 {
	switch {
	case amount == 0 || sum == 0:
		return 0
	case c.PercentOff != nil:
		return divide(amount*int64(math.Round(*c.PercentOff*100)), 10000)
	}
	return amount * off / sum
}

// divide rounds half up.
func divide(n, by int64) int64 {
	n, by = 2*n+by, 2*by
	whole := n / by
	if n%by < 0 {
		whole--
	}
	return whole
}

// share is the part of an amount that falls on a span of a longer one.
func share(amount, span, of int64) int64 {
	if of <= 0 {
		return 0
	}
	return divide(amount*span, of)
}

// MaxAmount is the largest amount that Stripe takes.
const MaxAmount = 99_999_999
