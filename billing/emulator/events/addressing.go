package events

import (
	"slices"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// history is how many deliveries and events are kept at most.
const history = 50_000

// address makes the deliveries of an event.
func address(tx *store.Tx, made *objects.Event) {
	set := tx.Switches()
	own := tx.SiteURL("/webhooks/stripe")
	if own != "" && slices.Contains(Delivered, made.Type) {
		for range 1 + set.Duplicate {
			d := Send(tx, made, "", own)
			if set.Drop > 0 && tx.Random().Float64() < set.Drop {
				d.State = "dropped"
				tx.Unsent = tx.Unsent[:len(tx.Unsent)-1]
			}
		}
	}
	for id, w := range tx.Endpoints.Oldest() {
		if w.Wants(made.Type) && w.URL != own {
			Send(tx, made, id, w.URL)
		}
	}
	forgetHistory(tx)
}

// Send makes the delivery of an event to an address.
func Send(tx *store.Tx, made *objects.Event, endpoint, url string) *objects.Delivery {
	made.PendingWebhooks++
	d := &objects.Delivery{
		ID: objects.NewID("del_"), Event: made.ID, Type: made.Type, Endpoint: endpoint, URL: url,
		State: "pending", Attempts: []objects.DeliveryAttempt{},
	}
	tx.Unsent = append(tx.Unsent, d.ID)
	return tx.Deliveries.Put(d.ID, d)
}

// forgetHistory drops the oldest delivery where there are too many.
func forgetHistory(tx *store.Tx) {
	if tx.Deliveries.Len() <= history {
		return
	}
	for id, oldest := range tx.Deliveries.Oldest() {
		if oldest.State != "pending" {
			tx.Deliveries.Remove(id)
			tx.Events.Remove(oldest.Event)
		}
		return
	}
}
