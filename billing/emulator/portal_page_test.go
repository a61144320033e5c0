package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

func (w *world) portal(extra url.Values) string {
	w.t.Helper()
	form := url.Values{"customer": {w.customer}, "return_url": {"http://shop.example/billing"}}
	for name, values := range extra {
		form[name] = values
	}
	return text(w.create("billing_portal/sessions", form), "url")
}

func (w *world) open(address string, words ...string) {
	w.t.Helper()
	status, page := w.site.get(address)
	if status != http.StatusOK {
		w.t.Fatalf("%s: %d %s", address, status, page)
	}
	w.shows(page, append(words, "no money moves", "!<script")...)
}

func TestThePortalCancelsAndResumes(t *testing.T) {
	w := newWorld(t)
	sub := text(w.subscribe(nil), "id")
	address := w.portal(nil)
	w.open(
		address, "Starter", "$10.00 a month", "Renews on", `href="http://shop.example/billing"`,
		"ends in 4242", "Cancel the plan", "paid",
	)
	w.open(address+"/cancel?subscription="+sub, "Why are you leaving?", "It is too expensive")
	form := url.Values{"subscription": {sub}, "feedback": {"<b>"}, "comment": {`"><b>bye`}}
	page, _ := w.send(address+"/cancel", form, http.StatusUnprocessableEntity)
	w.shows(page, "Invalid", "!<b>")
	form.Set("feedback", "too_expensive")
	for range 2 {
		w.send(address+"/cancel", form, http.StatusSeeOther)
		found := w.get("subscriptions/" + sub)
		w.want(found, "cancel_at_period_end", true)
		w.want(found, "cancellation_details.feedback", "too_expensive")
		w.want(found, "cancellation_details.comment", `"><b>bye`)
	}
	w.open(address+"?done=cancel", "Your plan was cancelled.", "Ends on", "Keep the plan", "!Renews on")
	for range 2 {
		w.send(address+"/resume", url.Values{"subscription": {sub}}, http.StatusSeeOther)
		w.want(w.get("subscriptions/"+sub), "cancel_at_period_end", false)
	}
	w.create("subscriptions/"+sub, url.Values{"cancellation_details[comment]": {""}})
	status, _, _ := w.call(http.MethodDelete, "subscriptions/"+sub, "", nil)
	if status != http.StatusOK {
		t.Fatal(status)
	}
	w.send(address+"/cancel", form, http.StatusNotFound)
	w.open(address, "Ended on")
}

func TestThePortalChangesTheCard(t *testing.T) {
	w := newWorld(t)
	sub := text(w.subscribe(nil), "id")
	address := w.portal(url.Values{"flow_data[type]": {"payment_method_update"}})
	w.open(address, "Change your card", `name="number"`) // it goes there at once
	form := goodCard()
	form.Set("cvc", "1")
	page, _ := w.send(address+"/card", form, http.StatusUnprocessableEntity)
	w.shows(page, `id="cvc-error"`, `!value="4242`, `value="Ada &lt;Lovelace&gt;"`)
	form.Set("cvc", "123")
	form.Set("number", "4000000000000002")
	page, _ = w.send(address+"/card", form, http.StatusUnprocessableEntity)
	w.shows(page, "declined")
	form.Set("number", "4000000000000341")
	for range 2 {
		if _, next := w.send(address+"/card", form, http.StatusSeeOther); next != "http://shop.example/billing" {
			t.Errorf("it leads to %s", next)
		}
	}
	w.want(w.get("subscriptions/"+sub+"?expand[]=default_payment_method"), "default_payment_method.card.last4", "0341")
	if _, next := w.send(w.portal(nil)+"/card", form, http.StatusSeeOther); !strings.HasSuffix(next, "?done=card") {
		t.Errorf("without a flow it leads to %s", next)
	}
}

func TestThePortalChangesDetails(t *testing.T) {
	w := newWorld(t)
	address := w.portal(nil)
	w.open(address+"/details", `value="ada@example.com"`)
	form := url.Values{"name": {`<b>"Ada"`}, "email": {"no"}, "line1": {"Main 1"}, "city": {"Berlin"}, "country": {""}}
	page, _ := w.send(address+"/details", form, http.StatusUnprocessableEntity)
	w.shows(page, `id="email-error"`, `id="country-error"`, `value="Main 1"`, "!<b>")
	form.Set("email", "new@example.com")
	form.Set("country", "DE")
	w.send(address+"/details", form, http.StatusSeeOther)
	found := w.get("customers/" + w.customer)
	w.want(found, "email", "new@example.com")
	w.want(found, "address.city", "Berlin")
	w.open(address, "Main 1, Berlin, DE", "!<b>")
	w.send(address+"/tax", url.Values{"tax_id": {"x"}}, http.StatusUnprocessableEntity)
	w.send(address+"/tax", url.Values{"tax_id": {"DE123456789"}}, http.StatusSeeOther)
	id := at(w.get("customers/"+w.customer+"/tax_ids"), "data.0.id").(string)
	w.send(address+"/tax", url.Values{"remove": {id}}, http.StatusSeeOther)
	w.send(address+"/tax", url.Values{"remove": {id}}, http.StatusUnprocessableEntity)
	w.heard("customer.updated")
}

func TestThePortalChangesThePlan(t *testing.T) {
	w := newWorld(t)
	sub := text(w.subscribe(nil), "id")
	if err := w.e.Advance(15 * 24 * time.Hour); err != nil {
		t.Fatal(err)
	}
	address := w.portal(nil)
	w.open(address+"/plan?subscription="+sub, "$30.00 a month", "$90.00 a year", "!$50.00")
	query := address + "/plan?subscription=" + sub + "&price="
	w.open(query+w.dearer, "Unused time on Starter", "Remaining time on Starter", "Due today", `name="at"`)
	w.open(query+w.once, "cannot be chosen")
	w.want(w.get("subscriptions/"+sub), "items.data.0.price.id", w.monthly)
	form := url.Values{"subscription": {sub}, "price": {w.dearer}, "at": {itoa(w.e.Now().Unix())}}
	w.send(address+"/plan", form, http.StatusSeeOther)
	w.want(w.get("subscriptions/"+sub), "items.data.0.price.id", w.dearer)
	w.send(address+"/plan", form, http.StatusUnprocessableEntity) // it is the plan already
	form.Set("price", w.yearly)
	form.Set("at", "1")
	w.send(address+"/plan", form, http.StatusUnprocessableEntity)
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	form.Set("at", itoa(w.e.Now().Unix()))
	page, _ := w.send(address+"/plan", form, http.StatusUnprocessableEntity)
	w.shows(page, "declined")
	w.want(w.get("subscriptions/"+sub), "items.data.0.price.id", w.dearer)
}

func TestThePortalKeepsToItsConfiguration(t *testing.T) {
	w := newWorld(t)
	sub := text(w.subscribe(nil), "id")
	bare := text(
		w.create("billing_portal/configurations", url.Values{"features[invoice_history][enabled]": {"true"}}),
		"id",
	)
	address := w.portal(url.Values{"configuration": {bare}})
	w.open(address, "Your invoices", "!Change the card", "!Cancel the plan", "!Change the plan")
	for _, page := range []string{"card", "details", "tax", "cancel", "plan", "nothing"} {
		w.send(address+"/"+page, url.Values{"subscription": {sub}, "price": {w.dearer}}, http.StatusNotFound)
		if status, _ := w.site.get(address + "/" + page + "?subscription=" + sub); status != http.StatusNotFound {
			t.Errorf("%s: %d", page, status)
		}
	}
	stranger := text(w.create("customers", url.Values{"email": {"eve@example.com"}}), "id")
	eve := w.portal(url.Values{"customer": {stranger}})
	w.send(eve+"/cancel", url.Values{"subscription": {sub}}, http.StatusNotFound)
	w.open(eve, "You have no plan", "!Starter")
}

func TestThePortalFollowsFlows(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(nil)
	sub := text(bought, "id")
	cancel := w.portal(url.Values{
		"flow_data[type]": {"subscription_cancel"}, "flow_data[subscription_cancel][subscription]": {sub},
		"flow_data[after_completion][type]":                 {"redirect"},
		"flow_data[after_completion][redirect][return_url]": {"http://shop.example/gone"},
	})
	w.open(cancel, "Cancel your plan")
	if _, next := w.send(
		cancel+"/cancel", url.Values{"subscription": {sub}}, http.StatusSeeOther,
	); next != "http://shop.example/gone" {
		t.Errorf("it leads to %s", next)
	}
	confirm := w.portal(url.Values{
		"flow_data[type]": {"subscription_update_confirm"}, "flow_data[subscription_update_confirm][subscription]": {sub},
		"flow_data[subscription_update_confirm][items][0][id]":    {at(bought, "items.data.0.id").(string)},
		"flow_data[subscription_update_confirm][items][0][price]": {w.dearer},
	})
	w.open(confirm, "Due today", "$30.00 a month")
}

func TestPortalsThatAreNotThere(t *testing.T) {
	w := newWorld(t)
	address := w.portal(nil)
	w.send(w.url+emulator.Prefix+"/portal/bps_x/card", goodCard(), http.StatusNotFound)
	if err := w.e.Advance(2 * time.Hour); err != nil {
		t.Fatal(err)
	}
	page, _ := w.send(address+"/card", goodCard(), http.StatusGone)
	w.shows(page, "This page has expired", "shop.example/billing")
	if status, _ := w.site.get(address); status != http.StatusGone {
		t.Error(status)
	}
}
