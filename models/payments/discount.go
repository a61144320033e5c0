package payments

import (
	"encoding/json"
	"slices"
	"time"
)

// Discount is what a coupon takes off: a share, in hundredths of a percent, or an amount.
type Discount struct {
	Share  int64      `json:"share,omitempty"`
	Amount int64      `json:"amount,omitempty"`
	EndsAt *time.Time `json:"ends_at,omitempty"` // nil: no end is known
	IsOnce bool       `json:"is_once,omitempty"` // the next bill uses it up
}

// Discounts are taken off one after the other.
type Discounts []Discount

// Lasting returns those that the next bill does not use up.
func (d Discounts) Lasting() Discounts {
	return slices.DeleteFunc(slices.Clone(d), func(one Discount) bool { return one.IsOnce })
}

// MarshalJSON writes an empty list for none, because the column is never null.
func (d Discounts) MarshalJSON() ([]byte, error) {
	if d == nil {
		return []byte("[]"), nil
	}
	return json.Marshal([]Discount(d))
}

// Off returns what is left of a price at a time, when some of them have ended.
func (d Discounts) Off(price int64, at time.Time) int64 {
	for _, one := range d {
		if one.EndsAt != nil && !at.Before(*one.EndsAt) {
			continue
		}
		price -= (price*one.Share + 5000) / 10000
		price = max(price-one.Amount, 0)
	}
	return price
}
