package webhooks

import (
	"encoding/json"
	"errors"
	"fmt"
)

// errNoHint says that what Stripe signed names nothing that could be followed.
var errNoHint = errors.New("it is no event that we know")

// hint is what every version of Stripe's API says of an event. A thin event (of its second
// API) names the object that it is about, and holds none.
type hint struct {
	ID         string `json:"id"`
	Type       string `json:"type"`
	APIVersion string `json:"api_version"`
	Account    string `json:"account"` // of a platform's customer; ours have none
	Livemode   bool   `json:"livemode"`
	Data       struct {
		Object json.RawMessage `json:"object"`
		// Previous names whose a card was that is detached now.
		Previous struct {
			Customer json.RawMessage `json:"customer"`
		} `json:"previous_attributes"`
	} `json:"data"`
	RelatedObject struct {
		ID   string `json:"id"`
		Type string `json:"type"`
	} `json:"related_object"`
}

func readHint(payload []byte) (hint, error) {
	var h hint
	if err := json.Unmarshal(payload, &h); err != nil {
		return h, fmt.Errorf("%w: %w", errNoHint, err)
	}
	if h.ID == "" || h.Type == "" {
		return h, errNoHint
	}
	return h, nil
}

// about is what the event is about; nothing where it does not say so.
func (h hint) about() about {
	var a about
	if json.Unmarshal(h.Data.Object, &a) == nil && a.ID != "" {
		if idOf(a.Customer) == "" {
			a.Customer = h.Data.Previous.Customer
		}
		return a
	}
	return about{ID: h.RelatedObject.ID, Object: h.RelatedObject.Type}
}
