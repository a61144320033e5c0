package emulator

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"github.com/stripe/stripe-go/v79"
)

type (
	event struct {
		ID              string        `json:"id"`
		Object          string        `json:"object"`
		APIVersion      string        `json:"api_version"`
		Created         int64         `json:"created"`
		Data            eventData     `json:"data"`
		Livemode        bool          `json:"livemode"`
		PendingWebhooks int           `json:"pending_webhooks"`
		Request         *eventRequest `json:"request"`
		Type            string        `json:"type"`
	}

	eventData struct {
		Object   json.RawMessage `json:"object"`
		Previous json.RawMessage `json:"previous_attributes,omitempty"`
	}

	eventRequest struct {
		ID             *string `json:"id"`
		IdempotencyKey *string `json:"idempotency_key"`
	}

	// news is an event to be.
	news struct {
		kind   string
		object any
	}
)

var eventOperations = map[string]operation{
	"GET /v1/events":      {"type types delivery_success" + paging, "", listEvents},
	"GET /v1/events/{id}": {"", "", retrieveEvent},
}

// Delivered are the types of event that go to the site's own webhook.
var Delivered = strings.Fields(`
	checkout.session.completed checkout.session.async_payment_succeeded checkout.session.async_payment_failed checkout.session.expired
	customer.updated customer.deleted
	customer.subscription.created customer.subscription.updated customer.subscription.deleted customer.subscription.paused
	customer.subscription.resumed customer.subscription.trial_will_end customer.subscription.pending_update_applied
	customer.subscription.pending_update_expired
	subscription_schedule.created subscription_schedule.updated subscription_schedule.released subscription_schedule.canceled
	subscription_schedule.completed
	invoice.finalized invoice.paid invoice.payment_failed invoice.payment_action_required invoice.finalization_failed invoice.voided
	invoice.marked_uncollectible invoice.updated invoice.upcoming
	charge.refunded refund.created refund.updated refund.failed
	charge.dispute.created charge.dispute.updated charge.dispute.closed charge.dispute.funds_withdrawn charge.dispute.funds_reinstated
	payment_method.attached payment_method.detached payment_method.updated payment_method.automatically_updated`)

func (e *Emulator) announceAll(all ...news) error {
	for _, one := range all {
		if err := e.announce(one.kind, one.object); err != nil {
			return err
		}
	}
	return nil
}

// announce notes an event, to be sent once it is saved. The caller holds the
// lock.
func (e *Emulator) announce(kind string, object any) error {
	return e.note(kind, e.render(object), e.previous(kind, object))
}

// announceChange says nothing where nothing changed.
func (e *Emulator) announceChange(kind string, object any) error {
	if previous := e.previous(".updated", object); previous != nil && len(previous) == 0 {
		return nil
	}
	return e.announce(kind, object)
}

func (e *Emulator) note(kind string, shown any, previous map[string]any) error {
	made := &event{
		ID: newID("evt_"), Object: "event", APIVersion: stripe.APIVersion, Created: e.now().Unix(), Request: e.request, Type: kind,
	}
	if made.Request == nil {
		made.Request = &eventRequest{}
	}
	if newer := e.settings().Switches.APIVersion; newer != "" {
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
	if last := e.noted[kind]; bytes.Equal(last, made.Data.Object) {
		return nil // said already in this request
	}
	e.noted[kind] = made.Data.Object
	e.state.events.put(made.ID, made)
	e.address(made)
	return nil
}

// previous are the fields of an update that were different before the request;
// nil for a new object and for events that are no update.
func (e *Emulator) previous(kind string, object any) map[string]any {
	now, isObject := tree(object).(map[string]any)
	if !isObject || !strings.HasSuffix(kind, "updated") {
		return nil
	}
	id, _ := now["id"].(string)
	before, isObject := parse(e.state.saved(id)).(map[string]any)
	if !isObject {
		return nil
	}
	found := map[string]any{}
	for name := range now {
		old, _ := json.Marshal(before[name])
		if new, _ := json.Marshal(now[name]); name != private && !bytes.Equal(old, new) {
			found[name] = before[name]
		}
	}
	return found
}

// modernize leaves out what newer versions moved elsewhere.
func modernize(shown any) {
	object, _ := shown.(map[string]any)
	for _, name := range []string{"current_period_start", "current_period_end", "subscription", "paid", "payment_intent", "charge", "discount"} {
		delete(object, name)
	}
}

func retrieveEvent(e *Emulator, p params) (any, error) {
	if one := e.state.events.look(p.id); one != nil {
		return one, nil
	}
	return nil, noSuch("event", p.id, "")
}

func listEvents(e *Emulator, p params) (any, error) {
	kinds := p.all("types")
	return page(e.state.events, "/v1/events", p, func(one *event) bool {
		return fitsType(one.Type, p.Get("type")) && (len(kinds) == 0 || slices.Contains(kinds, one.Type)) && p.made(one.Created)
	})
}

// fitsType: customer.* stands for all that begin so.
func fitsType(kind, wanted string) bool {
	if start, all := strings.CutSuffix(wanted, "*"); all {
		return strings.HasPrefix(kind, start)
	}
	return wanted == "" || wanted == kind
}
