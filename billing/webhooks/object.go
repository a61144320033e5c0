package webhooks

import (
	"encoding/json"

	"github.com/stripe/stripe-go/v79"
)

// about is what every version of Stripe's API says of an event's object.
type about struct {
	ID       string          `json:"id"`
	Object   string          `json:"object"`
	Customer json.RawMessage `json:"customer"`
	Charge   json.RawMessage `json:"charge"`
}

// customer is the object itself, or the one that it names or holds; an event may
// be about none.
func (a about) customer() string {
	if a.Object == "customer" {
		return a.ID
	}
	return idOf(a.Customer)
}

// idOf reads an id, or that of the object that stands in its place.
func idOf(raw json.RawMessage) string {
	if len(raw) == 0 {
		return ""
	}
	if id, plain := stripe.ParseID(raw); plain {
		return id
	}
	var expanded struct {
		ID string `json:"id"`
	}
	_ = json.Unmarshal(raw, &expanded) // it may be null
	return expanded.ID
}
