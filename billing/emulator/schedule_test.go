package emulator_test

import (
	"maps"
	"net/http"
	"net/url"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// scheduled is a subscription to the dearer price that goes over to another one at
// the end of its period, with its schedule.
func (w *world) scheduled(next string, extra url.Values) (subscription, schedule string) {
	w.t.Helper()
	bought := w.buy(w.checkout(w.dearer, extra), "4242424242424242", emulator.Completed)
	subscription = text(bought, "subscription")
	made := w.create("subscription_schedules", url.Values{"from_subscription": {subscription}})
	w.want(made, "phases.0.items.0.price", w.dearer)
	w.want(made, "status", "active")
	w.create("subscription_schedules/"+text(made, "id"), w.phases(made, next))
	return subscription, text(made, "id")
}

// phases keep what there is until the period ends, and then go over to another price.
func (w *world) phases(made map[string]any, next string) url.Values {
	now := func(field string) string {
		return strconv.FormatInt(int64(at(made, "current_phase."+field).(float64)), 10)
	}
	form := url.Values{
		"end_behavior": {"release"}, "proration_behavior": {"none"},
		"phases[0][items][0][price]": {at(made, "phases.0.items.0.price").(string)}, "phases[0][items][0][quantity]": {"1"},
		"phases[0][start_date]": {now("start_date")}, "phases[0][end_date]": {now("end_date")},
		"phases[0][proration_behavior]": {"none"},
		"phases[1][items][0][price]":    {next}, "phases[1][items][0][quantity]": {"1"},
		"phases[1][iterations]": {"1"}, "phases[1][proration_behavior]": {"none"},
	}
	if card, known := at(made, "phases.0.default_payment_method").(string); known {
		form.Set("phases[0][default_payment_method]", card)
		form.Set("phases[1][default_payment_method]", card)
	}
	if held := at(made, "phases.0.discounts").([]any); len(held) > 0 {
		form.Set("phases[0][discounts][0][discount]", at(held, "0.discount").(string))
		form.Set("phases[1][discounts][0][discount]", at(held, "0.discount").(string))
	}
	return form
}

// TestScheduleTurns: the next phase is billed without proration, and the schedule
// lets go at the end of it.
func TestScheduleTurns(t *testing.T) {
	w := newWorld(t)
	id, schedule := w.scheduled(w.monthly, nil)
	w.console("subscriptions", id, schedule)
	w.console("object/"+schedule, "subscription_schedule")
	w.want(w.get("subscriptions/"+id+"?expand[]=schedule"), "schedule.phases.1.items.0.price", w.monthly)
	w.want(w.get("subscriptions?customer="+w.customer+"&expand[]=data.schedule"), "data.0.schedule.id", schedule)
	w.want(w.get("invoices/upcoming?subscription="+id), "amount_due", 1000)
	w.want(w.get("subscriptions/"+id), "items.data.0.price.id", w.dearer)
	w.pass(31)
	turned := w.get("subscriptions/" + id + "?expand[]=latest_invoice")
	w.want(turned, "items.data.0.price.id", w.monthly)
	w.want(turned, "latest_invoice.amount_paid", 1000)
	w.want(turned, "latest_invoice.total", 1000)
	w.want(turned, "schedule", schedule)
	w.pass(31)
	w.want(w.get("subscriptions/"+id), "schedule", nil)
	w.want(w.get("subscriptions/"+id), "status", "active")
	released := w.get("subscription_schedules/" + schedule)
	w.want(released, "status", "released")
	w.want(released, "released_subscription", id)
	w.want(
		w.get("subscription_schedules?customer="+w.customer+"&expand[]=data.phases.items.price"),
		"data.0.phases.0.items.0.price.id", w.dearer,
	)
	w.heard(
		"subscription_schedule.created", "subscription_schedule.updated",
		"subscription_schedule.released", "customer.subscription.updated",
	)
}

// TestScheduleOfAnotherInterval begins a new cycle where the period ends.
func TestScheduleOfAnotherInterval(t *testing.T) {
	w := newWorld(t)
	id, _ := w.scheduled(w.yearly, nil)
	w.pass(31)
	turned := w.get("subscriptions/" + id)
	w.want(turned, "items.data.0.price.id", w.yearly)
	if length := turned["current_period_end"].(float64) - turned["current_period_start"].(float64); length < 365*24*3600 {
		t.Errorf("the year has %v days", length/24/3600)
	}
}

// TestScheduleKeepsDiscounts that its phases name, and no others.
func TestScheduleKeepsDiscounts(t *testing.T) {
	w := newWorld(t)
	w.create("coupons", url.Values{"id": {"half"}, "percent_off": {"50"}, "duration": {"forever"}})
	id, _ := w.scheduled(w.monthly, url.Values{"discounts[0][coupon]": {"half"}})
	w.pass(31)
	w.want(w.get("subscriptions/"+id+"?expand[]=latest_invoice"), "latest_invoice.amount_paid", 500)
}

// TestManagedSubscription: Stripe refuses to cancel what a schedule decides about;
// released, it is as any other.
func TestManagedSubscription(t *testing.T) {
	w := newWorld(t)
	id, schedule := w.scheduled(w.monthly, nil)
	item := at(w.get("subscriptions/"+id), "items.data.0.id").(string)
	for _, form := range []url.Values{
		{"cancel_at_period_end": {"true"}},
		{"cancel_at_period_end": {"false"}},
		{"cancel_at": {"4000000000"}},
		{"trial_end": {"now"}},
		{"items[0][id]": {item}, "items[0][price]": {w.yearly}},
	} {
		w.refuses("subscriptions/"+id, form, "is managed by the subscription schedule `"+schedule+"`")
	}
	w.refuses("subscription_schedules", url.Values{"from_subscription": {id}}, "already attached to a schedule")
	w.create("subscriptions/"+id, url.Values{"items[0][id]": {item}, "items[0][quantity]": {"2"}})
	w.want(w.get("subscription_schedules/"+schedule), "phases.0.items.0.quantity", 2)
	w.create("subscription_schedules/"+schedule+"/release", nil)
	w.want(w.get("subscriptions/"+id), "schedule", nil)
	w.create("subscriptions/"+id, url.Values{"cancel_at_period_end": {"true"}})
	w.refuses("subscription_schedules/"+schedule+"/release", nil, "currently in the `released` status")
	w.refuses(
		"subscription_schedules/"+schedule, url.Values{"end_behavior": {"cancel"}},
		"currently in the `released` status",
	)
}

// TestPhaseForgets what it does not name: the card that paid, and taxes.
func TestPhaseForgets(t *testing.T) {
	w := newWorld(t)
	id, schedule := w.scheduled(w.monthly, nil)
	w.create("subscriptions/"+id, url.Values{"automatic_tax[enabled]": {"true"}})
	form := w.phases(w.get("subscription_schedules/"+schedule), w.monthly)
	form.Del("phases[1][default_payment_method]")
	form.Set("phases[0][automatic_tax][enabled]", "true")
	strange := maps.Clone(form)
	strange.Set("phases[1][default_payment_method]", "pm_of_nobody")
	w.refuses("subscription_schedules/"+schedule, strange, "pm_of_nobody")
	w.create("subscription_schedules/"+schedule, form)
	w.want(w.get("subscriptions/"+id), "automatic_tax.enabled", true)
	w.pass(31)
	w.want(w.get("subscriptions/"+id), "automatic_tax.enabled", false)
	w.want(w.get("subscriptions/"+id), "default_payment_method", nil)
	w.want(w.get("subscriptions/"+id), "status", "past_due")
}

// TestScheduleEndsWithItsSubscription, whichever of them is cancelled.
func TestScheduleEndsWithItsSubscription(t *testing.T) {
	w := newWorld(t)
	id, schedule := w.scheduled(w.monthly, nil)
	if status, _ := w.remove("subscriptions/"+id, nil); status != http.StatusOK {
		t.Fatal(status)
	}
	w.want(w.get("subscription_schedules/"+schedule), "status", "canceled")
	id, schedule = w.scheduled(w.monthly, nil)
	w.want(w.create("subscription_schedules/"+schedule+"/cancel", nil), "status", "canceled")
	w.want(w.get("subscriptions/"+id), "status", "canceled")
	id, schedule = w.scheduled(w.monthly, nil)
	w.create("subscription_schedules/"+schedule, url.Values{"end_behavior": {"cancel"}})
	if w.get("subscriptions/" + id)["cancel_at"] == nil {
		t.Error("it does not say when it ends")
	}
	w.pass(31)
	w.pass(31)
	w.want(w.get("subscriptions/"+id), "status", "canceled")
	w.want(w.get("subscription_schedules/"+schedule), "status", "completed")
	w.heard("subscription_schedule.canceled", "subscription_schedule.completed")
}

// TestRefusedSchedules: what Stripe does not take is not taken here either.
func TestRefusedSchedules(t *testing.T) {
	w := newWorld(t)
	id := text(w.subscribe(nil), "id")
	w.refuses("subscription_schedules", url.Values{
		"from_subscription": {id}, "end_behavior": {"release"},
	}, "You cannot set `end_behavior` if `from_subscription` is set")
	w.refuses("subscription_schedules", url.Values{"from_subscription": {"sub_nobody"}}, "No such subscription")
	w.refuses("subscription_schedules", nil, "Missing required param: from_subscription")
	made := w.create("subscription_schedules", url.Values{"from_subscription": {id}})
	for name, value := range map[string]string{
		"phases[0][start_date]": "5", "phases[0][end_date]": "5",
		"phases[1][items][0][price]": w.once, "phases[1][colour]": "red",
		"phases[1][items][0][colour]": "red", "phases[0][discounts][0][discount]": "di_nobody",
		"phases[1][start_date]": "7", "phases[1][iterations]": "0",
		"phases[0][items][0][quantity]": "2", "end_behavior": "explode",
	} {
		form := w.phases(made, w.dearer)
		form.Set(name, value)
		w.refuses("subscription_schedules/"+text(made, "id"), form, "")
	}
	w.want(w.get("subscription_schedules/"+text(made, "id")), "end_behavior", "release")
	status, refused, _ := w.call(
		http.MethodGet, "subscriptions", "",
		url.Values{"expand[]": {"data.schedule.phases.items.price"}},
	)
	if status != http.StatusBadRequest || at(refused, "error.code") != "property_expansion_max_depth" {
		t.Errorf("five levels: %d %v", status, refused)
	}
}

// TestScheduleSurvives a restart.
func TestScheduleSurvives(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stripe.db")
	s, e := newSite(t, file)
	w := &world{site: s, e: e}
	w.customer = text(s.create("customers", url.Values{"email": {"ada@example.com"}}), "id")
	product := text(s.create("products", url.Values{"name": {"Starter"}}), "id")
	w.monthly, w.dearer = w.price(product, "1000", "month"), w.price(product, "3000", "month")
	id, schedule := w.scheduled(w.monthly, nil)
	if err := e.Close(); err != nil {
		t.Fatal(err)
	}
	w.site, w.e = newSite(t, file)
	w.want(w.get("subscription_schedules/"+schedule), "status", "active")
	if err := w.e.Advance(31*24*time.Hour + 2*time.Hour); err != nil {
		t.Fatal(err)
	}
	w.want(w.get("subscriptions/"+id), "items.data.0.price.id", w.monthly)
	if !strings.HasPrefix(schedule, "sub_sched_") {
		t.Error(schedule)
	}
}
