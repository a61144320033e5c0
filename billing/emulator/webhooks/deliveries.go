package webhooks

import (
	"time"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/store"
)

// logAttempt writes down an attempt.
func logAttempt(tx *store.Tx, id string, one objects.DeliveryAttempt, arrived, isLast bool) {
	d := tx.Deliveries.Get(id)
	if d == nil {
		return
	}
	d.Attempts = append(d.Attempts, one)
	switch {
	case arrived:
		d.State = "delivered"
		if made := tx.Events.Get(d.Event); made != nil && made.PendingWebhooks > 0 {
			made.PendingWebhooks--
		}
	case isLast:
		d.State = "failed"
	}
}

// resume goes on with what a restart cut off.
func (d *Deliverer) resume() {
	d.store.View(func(tx *store.Tx) {
		for id, one := range tx.Deliveries.Oldest() {
			if one.State == "pending" || one.State == "failed" {
				d.waiting = append(d.waiting, id)
			}
		}
	})
}

// Log is what was sent, the newest first.
func (d *Deliverer) Log(limit int) []objects.Delivery {
	found := []objects.Delivery{}
	d.store.View(func(tx *store.Tx) {
		for _, one := range tx.Deliveries.Newest() {
			if len(found) == limit {
				return
			}
			found = append(found, *one)
		}
	})
	return found
}

// Quiet waits until nothing is on its way to the site, or the time is over. It
// reports whether all is quiet.
func (d *Deliverer) Quiet(within time.Duration) bool {
	for end := time.Now().Add(within); ; time.Sleep(5 * time.Millisecond) {
		if d.Pending(false) == 0 {
			return true
		}
		if time.Now().After(end) {
			return false
		}
	}
}

// Pending counts deliveries that are under way, or those never tried.
func (d *Deliverer) Pending(untried bool) (n int) {
	d.store.View(func(tx *store.Tx) {
		for _, one := range tx.Deliveries.Newest() {
			if one.State == "pending" && (!untried || len(one.Attempts) == 0) {
				n++
			}
		}
	})
	return n
}
