package payments

import (
	"encoding/json"
	"time"
)

// Discount is what a coupon takes off: a share, in hundredths of a percent, or an amount.
type Discount struct {
	Share  int64      `json:"share,omitempty"`
	Amount int64      `json:"amount,omitempty"`
	EndsAt *time.Time `json:"ends_at,omitempty"` // nil: no end is known
}

// Discounts are taken off one after the other.
type Discounts []Discount

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
