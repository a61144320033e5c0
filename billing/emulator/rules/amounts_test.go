package rules

import (
	"slices"
	"testing"

	"github.com/prokken/prokken/billing/emulator/objects"
)

func TestDivideRoundsHalfUp(t *testing.T) {
	for _, tt := range []struct{ n, by, want int64 }{
		{5, 10, 1},
		{4, 10, 0},
		{-5, 10, 0},
		{-6, 10, -1},
		{15, 10, 2},
		{0, 10, 0},
		{900 * 1296000, 2592000, 450},
	} {
		if got := divide(tt.n, tt.by); got != tt.want {
			t.Errorf("%d / %d is %d, want %d", tt.n, tt.by, got, tt.want)
		}
	}
}

func TestBill(t *testing.T) {
	tenth, three := &objects.Coupon{PercentOff: new(12.5)}, &objects.Coupon{AmountOff: new(int64(1000))}
	tests := map[string]struct {
		amounts []int64
		coupons []*objects.Coupon
		off     []int64
		tax     []int64
	}{
		"tax alone":        {[]int64{900, 5}, nil, []int64{0, 0}, []int64{90, 1}},
		"a share":          {[]int64{900}, []*objects.Coupon{tenth}, []int64{113}, []int64{79}},
		"an amount":        {[]int64{1000, 2000}, []*objects.Coupon{three}, []int64{333, 667}, []int64{67, 133}},
		"more than all":    {[]int64{100, 300}, []*objects.Coupon{three}, []int64{100, 300}, []int64{0, 0}},
		"both":             {[]int64{4000}, []*objects.Coupon{tenth, three}, []int64{1500}, []int64{250}},
		"credit stays out": {[]int64{-500, 1000}, []*objects.Coupon{three}, []int64{0, 1000}, []int64{-50, 0}},
	}
	for name, tt := range tests {
		var parts []Part
		for _, amount := range tt.amounts {
			parts = append(parts, Part{Amount: amount, Discountable: true})
		}
		Bill(parts, tt.coupons, true)
		var off, tax []int64
		for _, p := range parts {
			off, tax = append(off, p.Discounted()), append(tax, p.Tax)
		}
		if !slices.Equal(off, tt.off) || !slices.Equal(tax, tt.tax) {
			t.Errorf("%s: off %v, tax %v", name, off, tax)
		}
	}
}

// TestInclusiveTax: what is paid is the price, and an eleventh of it is the tax.
func TestInclusiveTax(t *testing.T) {
	parts := []Part{{Amount: 2900, Inclusive: true}, {Amount: 1000}}
	Bill(parts, nil, true)
	if p := parts[0]; p.Tax != 264 || p.Net() != 2636 || p.Total() != 2900 {
		t.Errorf("in it: %+v", p)
	}
	if p := parts[1]; p.Tax != 100 || p.Net() != 1000 || p.Total() != 1100 {
		t.Errorf("on top: %+v", p)
	}
}
