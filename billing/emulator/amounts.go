package emulator

import "math"

// part is one line's share of a bill.
type part struct {
	amount       int64
	discountable bool
	discounts    []int64 // in the order of the coupons
	tax          int64
}

func (p part) discounted() int64 {
	sum := int64(0)
	for _, one := range p.discounts {
		sum += one
	}
	return sum
}

// bill takes the coupons off the lines, one after the other, and adds the tax.
func bill(parts []part, coupons []*coupon, isTaxed bool) {
	for _, one := range coupons {
		takeOff(parts, one)
	}
	for i := range parts {
		if isTaxed {
			parts[i].tax = divide((parts[i].amount-parts[i].discounted())*taxPercent, 100)
		}
	}
}

// takeOff spreads a fixed amount over the lines; the last one takes what
// rounding left.
func takeOff(parts []part, one *coupon) {
	left := make([]int64, len(parts))
	sum, last := int64(0), -1
	for i, p := range parts {
		if p.discountable && p.amount > p.discounted() {
			left[i] = p.amount - p.discounted()
			sum, last = sum+left[i], i
		}
	}
	off := int64(0)
	if one.AmountOff != nil {
		off = min(*one.AmountOff, sum)
	}
	rest := off
	for i := range parts {
		share := one.share(left[i], off, sum)
		if one.AmountOff != nil && i == last {
			share = rest
		}
		rest -= share
		parts[i].discounts = append(parts[i].discounts, share)
	}
}

func (c *coupon) share(amount, off, sum int64) int64 {
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
