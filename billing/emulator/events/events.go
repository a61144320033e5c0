// Package events makes Stripe's events, and the deliveries that bring them to webhooks.
// Whoever changes an object announces it, inside the same update; the package webhooks
// sends the deliveries when it is stored. Start reading at [Announce].
package events

import (
	"bytes"
	"encoding/json"
	"strings"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/emulator/objects"
	"github.com/prokken/prokken/billing/emulator/render"
	"github.com/prokken/prokken/billing/emulator/store"
)

// Notice is an event to be.
type Notice struct {
	Type   string
	Object any
}

// About makes the notice of what happened to an object.
func About(kind string, object any) Notice { return Notice{kind, object} }

// Delivered are the types of event that go to the site's own webhook.
var Delivered = strings.Fields(`
	checkout.session.completed checkout.session.async_payment_succeeded checkout.session.async_payment_failed
	checkout.session.expired
	customer.updated customer.deleted customer.discount.created customer.discount.deleted
	customer.discount.updated
	customer.subscription.created customer.subscription.updated customer.subscription.deleted
	customer.subscription.paused
	customer.subscription.resumed customer.subscription.trial_will_end
	customer.subscription.pending_update_applied
	customer.subscription.pending_update_expired
	subscription_schedule.created subscription_schedule.updated subscription_schedule.released
	subscription_schedule.canceled
	subscription_schedule.completed
	invoice.finalized invoice.paid invoice.payment_failed invoice.payment_action_required
	invoice.finalization_failed invoice.voided
	invoice.marked_uncollectible invoice.updated invoice.upcoming
	charge.refunded refund.created refund.updated refund.failed
	charge.dispute.created charge.dispute.updated charge.dispute.closed charge.dispute.funds_withdrawn
	charge.dispute.funds_reinstated
	payment_method.attached payment_method.detached payment_method.updated
	payment_method.automatically_updated`)

// AnnounceAll makes several events, in their order.
func AnnounceAll(tx *store.Tx, all ...Notice) error {
	for _, one := range all {
		if err := Announce(tx, one.Type, one.Object); err != nil {
			return err
		}
	}
	return nil
}

// Announce makes an event about an object, which is sent once the update is stored.
func Announce(tx *store.Tx, kind string, object any) error {
	return Note(tx, kind, render.Object(tx, object), previous(tx, kind, object))
}

// AnnounceChange says nothing where nothing changed.
func AnnounceChange(tx *store.Tx, kind string, object any) error {
	if previous := previous(tx, ".updated", object); previous != nil && len(previous) == 0 {
		return nil
	}
	return Announce(tx, kind, object)
}

// Note is [Announce] for an object as it is shown, with what was different before.
func Note(tx *store.Tx, kind string, shown any, previous map[string]any) error {
	made := &objects.Event{
		ID: objects.NewID("evt_"), Object: "event", APIVersion: stripe.APIVersion,
		Created: tx.Now().Unix(), Request: tx.Request, Type: kind,
	}
	if made.Request == nil {
		made.Request = &objects.EventRequest{}
	}
	if newer := tx.Switches().APIVersion; newer != "" {
		made.APIVersion = newer
		modernize(shown)
	}
	var err error
	if made.Data.Object, err = json.Marshal(shown); err != nil {
		return err
	}
	if len(previous) > 0 {
		if made.Data.Previous, err = json.Marshal(previous); err != nil {
			return err
		}
	}
	if tx.Announced(kind, made.Data.Object) {
		return nil
	}
	tx.Events.Put(made.ID, made)
	address(tx, made)
	return nil
}

// previous are the fields of an update that were different before the request;
// nil for a new object and for events that are no update.
func previous(tx *store.Tx, kind string, object any) map[string]any {
	now, isObject := render.Tree(object).(map[string]any)
	if !isObject || !strings.HasSuffix(kind, "updated") && kind != "payment_method.detached" {
		return nil
	}
	id, _ := now["id"].(string)
	before, isObject := render.Parse(tx.Saved(id)).(map[string]any)
	if !isObject {
		return nil
	}
	found := map[string]any{}
	for name := range now {
		old, _ := json.Marshal(before[name])
		if new, _ := json.Marshal(now[name]); name != render.Private && !bytes.Equal(old, new) {
			found[name] = before[name]
		}
	}
	return found
}

// modernize leaves out what newer versions moved elsewhere.
func modernize(shown any) {
	object, _ := shown.(map[string]any)
	for _, name := range []string{
		"current_period_start", "current_period_end", "subscription", "paid", "payment_intent",
		"charge", "discount",
	} {
		delete(object, name)
	}
}
