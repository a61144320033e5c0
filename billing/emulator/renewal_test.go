package emulator_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

func TestRenewalAndDunning(t *testing.T) {
	w := newWorld(t)
	path := "subscriptions/" + text(w.subscribe(nil), "id")
	w.pass(31)
	renewed := w.get(path + "?expand[]=latest_invoice.payment_intent.latest_charge")
	w.want(renewed, "status", "active")
	w.want(renewed, "latest_invoice.billing_reason", "subscription_cycle")
	w.want(renewed, "latest_invoice.payment_intent.latest_charge.amount", 1000)
	w.heard("invoice.upcoming", "invoice.finalized", "invoice.paid", "customer.subscription.updated")
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	w.pass(31)
	w.want(w.get(path), "status", "past_due")
	if _, err := w.e.ChangeCard(w.customer, "4242424242424242"); err != nil {
		t.Fatal(err)
	}
	w.pass(3)
	w.want(w.get(path), "status", "active")
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	w.pass(31)
	w.pass(16)
	ended := w.get(path)
	w.want(ended, "status", "canceled")
	w.want(ended, "cancellation_details.reason", "payment_failed")
	w.heard("invoice.payment_failed", "customer.subscription.deleted", "payment_method.attached", "customer.updated")
}

func TestUnpaidIsASetting(t *testing.T) {
	w := newWorld(t)
	if err := w.e.SetSwitches(emulator.Switches{Unpaid: true}); err != nil {
		t.Fatal(err)
	}
	path := "subscriptions/" + text(w.subscribe(nil), "id")
	_, _ = w.e.ChangeCard(w.customer, "4000000000000341")
	w.pass(47)
	w.want(w.get(path), "status", "unpaid")
}

func TestTrials(t *testing.T) {
	for ends, want := range map[string]string{"create_invoice": "active", "pause": "paused", "cancel": "canceled"} {
		w := newWorld(t)
		session := w.checkout(w.monthly, url.Values{
			"subscription_data[trial_period_days]": {"14"}, "payment_method_collection": {"if_required"},
			"subscription_data[trial_settings][end_behavior][missing_payment_method]": {ends},
		})
		card := ""
		if ends == "create_invoice" {
			card = "4242424242424242"
		}
		paid := w.buy(session, card, emulator.Completed)
		w.want(paid, "payment_status", "no_payment_required")
		path := "subscriptions/" + text(paid, "subscription")
		w.want(w.get(path), "status", "trialing")
		w.pass(12)
		w.heard("customer.subscription.trial_will_end")
		w.pass(3)
		w.want(w.get(path), "status", want)
		if ends == "pause" {
			w.heard("customer.subscription.paused")
			if _, err := w.e.ChangeCard(w.customer, "4242424242424242"); err != nil {
				t.Fatal(err)
			}
			w.want(w.create(path+"/resume", nil), "status", "active")
			w.heard("customer.subscription.resumed")
		}
	}
}

func TestProration(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(nil)
	path, item := "subscriptions/"+text(bought, "id"), at(bought, "items.data.0.id").(string)
	start, end := bought["current_period_start"].(float64), bought["current_period_end"].(float64)
	half := url.Values{
		"subscription": {text(bought, "id")}, "subscription_details[items][0][id]": {item},
		"subscription_details[items][0][price]":    {w.dearer},
		"subscription_details[proration_behavior]": {"always_invoice"},
	}
	middle := time.Unix(int64(start+(end-start)/2), 0)
	if err := w.e.Advance(time.Until(middle)); err != nil {
		t.Fatal(err)
	}
	half.Set("subscription_details[proration_date]", itoa(middle.Unix()))
	preview := w.create("invoices/create_preview", half)
	w.want(preview, "total", 1000)
	w.want(preview, "lines.data.0.amount", -500)
	w.want(preview, "lines.data.1.amount", 1500)
	w.want(w.get(path), "items.data.0.price.id", w.monthly)
	form := url.Values{
		"items[0][id]": {item}, "items[0][price]": {w.dearer}, "proration_behavior": {"always_invoice"},
		"proration_date": {itoa(middle.Unix())}, "payment_behavior": {"pending_if_incomplete"},
		"expand[]": {"latest_invoice"},
	}
	changed := w.create(path, form)
	w.want(changed, "items.data.0.price.id", w.dearer)
	w.want(changed, "latest_invoice.amount_paid", 1000)
	w.want(w.create("invoices/create_preview", url.Values{"subscription": {text(bought, "id")}}), "amount_due", 3000)
	w.want(w.get("invoices/upcoming?subscription="+text(bought, "id")), "amount_due", 3000)
	yearly := w.create(path, url.Values{
		"items[0][id]": {item}, "items[0][price]": {w.yearly}, "expand[]": {"latest_invoice"},
	})
	w.want(yearly, "latest_invoice.status", "paid")
	if paid := at(yearly, "latest_invoice.amount_paid").(float64); paid < 7400 || paid > 7600 {
		t.Errorf("the year costs %v", paid)
	}
}

func TestPendingUpdate(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(nil)
	path := "subscriptions/" + text(bought, "id")
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	form := url.Values{
		"items[0][id]": {at(bought, "items.data.0.id").(string)}, "items[0][price]": {w.dearer},
		"proration_behavior": {"always_invoice"}, "payment_behavior": {"pending_if_incomplete"},
	}
	held := w.create(path, form)
	w.want(held, "items.data.0.price.id", w.monthly)
	w.want(held, "status", "active")
	w.want(held, "pending_update.subscription_items.0.price.id", w.dearer)
	w.pass(1)
	w.want(w.get(path), "pending_update", nil)
	w.heard("customer.subscription.pending_update_expired", "invoice.voided")
	again := w.create(path, form)
	if done, err := w.e.PayInvoice(text(again, "latest_invoice"), "4242424242424242"); err != nil ||
		done.Status != emulator.Completed {
		t.Fatalf("%+v %v", done, err)
	}
	w.want(w.get(path), "items.data.0.price.id", w.dearer)
	w.heard("customer.subscription.pending_update_applied")
	form.Set("items[0][price]", w.monthly)
	form.Set("payment_behavior", "error_if_incomplete")
	form.Set("items[0][quantity]", "9")
	status, refused, _ := w.call(http.MethodPost, path, "", form)
	if status != http.StatusPaymentRequired || at(refused, "error.code") != "card_declined" {
		t.Errorf("%d %v", status, refused)
	}
	w.want(w.get(path), "items.data.0.quantity", 1)
}
