package emulator_test

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// world is a customer and things to sell to them.
type world struct {
	*site
	e                                 *emulator.Emulator
	customer, monthly, dearer, yearly string
	once                              string
}

func newWorld(t *testing.T) *world {
	s, e := newSite(t, "")
	w := &world{site: s, e: e}
	w.customer = text(s.create("customers", url.Values{
		"email": {"ada@example.com"}, "name": {"Ada"}, "metadata[a]": {"b"},
	}), "id")
	product := text(s.create("products", url.Values{"name": {"Starter"}, "description": {"One website."}}), "id")
	w.monthly = w.price(product, "1000", "month")
	w.dearer = w.price(product, "3000", "month")
	w.yearly = w.price(product, "9000", "year")
	w.once = w.price(product, "5000", "")
	return w
}

func (w *world) price(product, amount, interval string) string {
	form := url.Values{"product": {product}, "currency": {"usd"}, "unit_amount": {amount}}
	if interval != "" {
		form.Set("recurring[interval]", interval)
	}
	return text(w.create("prices", form), "id")
}

func (w *world) get(path string) map[string]any {
	w.t.Helper()
	path, query, _ := strings.Cut(path, "?")
	form, _ := url.ParseQuery(query)
	status, found, _ := w.call(http.MethodGet, path, "", form)
	if status != http.StatusOK {
		w.t.Fatalf("%s: %d %v", path, status, found)
	}
	return found
}

// checkout makes a session of the world's customer; extra fields overrule.
func (w *world) checkout(price string, extra url.Values) string {
	w.t.Helper()
	form := sessionOf(w.customer, price)
	for name, values := range extra {
		form[name] = values
	}
	return text(w.create("checkout/sessions", form), "id")
}

func (w *world) buy(session, card, want string) map[string]any {
	w.t.Helper()
	done, err := w.e.Pay(session, emulator.Payment{Card: card, Name: "Ada"})
	if err != nil || done.Status != want {
		w.t.Fatalf("paying: %+v, %v", done, err)
	}
	return w.get("checkout/sessions/" + session)
}

// subscribe buys the monthly price and returns the subscription.
func (w *world) subscribe(extra url.Values) map[string]any {
	w.t.Helper()
	paid := w.buy(w.checkout(w.monthly, extra), "4242424242424242", emulator.Completed)
	return w.get("subscriptions/" + text(paid, "subscription"))
}

func (w *world) pass(days int) {
	w.t.Helper()
	if err := w.e.Advance(time.Duration(days)*24*time.Hour + 2*time.Hour); err != nil {
		w.t.Fatal(err)
	}
}

// heard waits until all is delivered, and reports whether a type came.
func (w *world) heard(kinds ...string) {
	w.t.Helper()
	if !w.e.Quiet(10 * time.Second) {
		w.t.Error("it does not become quiet")
	}
	w.checkEvents()
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, kind := range kinds {
		if !slices.Contains(w.kinds, kind) {
			w.t.Errorf("%s was not heard, only %v", kind, w.kinds)
		}
	}
}

// checkEvents validates those too that go to no webhook.
func (w *world) checkEvents() {
	c, err := theContract()
	if err != nil {
		return
	}
	for _, one := range w.get("events?limit=100")["data"].([]any) {
		payload, _ := json.Marshal(one)
		if err := c.checkEvent(payload); err != nil {
			w.t.Error(err)
		}
	}
}

func at(object any, path string) any {
	for _, step := range strings.Split(path, ".") {
		switch one := object.(type) {
		case map[string]any:
			object = one[step]
		case []any:
			object = one[step[0]-'0']
		}
	}
	return object
}

func (w *world) want(object any, path string, want any) {
	w.t.Helper()
	if n, isInt := want.(int); isInt {
		want = float64(n)
	}
	if got := at(object, path); got != want {
		w.t.Errorf("%s is %v, not %v: %v", path, got, want, object)
	}
}

func TestTheRestOfTheAPI(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(url.Values{"discounts[0][coupon]": {text(w.create("coupons", url.Values{
		"amount_off": {"300"}, "currency": {"usd"}, "duration": {"forever"},
	}), "id")}})
	path := "subscriptions/" + text(bought, "id")
	w.want(w.get(path+"?expand[]=latest_invoice"), "latest_invoice.total", 700)
	for form, want := range map[string]string{
		"cancel_at=4000000000": "cancel_at",
		"cancellation_details[feedback]=unused&cancellation_details[comment]=x": "cancellation_details",
		"pause_collection[behavior]=void":                                       "pause_collection",
		"description=x":                                                         "description",
		"trial_end=" + itoa(time.Now().Unix()+864000):                           "trial_end",
	} {
		values, _ := url.ParseQuery(form)
		if changed := w.create(path, values); changed[want] == nil {
			t.Errorf("%s: %v", form, changed)
		}
	}
	w.want(w.create(path, url.Values{
		"trial_end": {"now"}, "pause_collection": {""}, "cancel_at": {""},
	}), "status", "active")
	w.create("subscriptions", url.Values{
		"customer": {w.customer}, "items[0][price]": {w.monthly},
		"payment_behavior": {"default_incomplete"}, "expand[]": {"latest_invoice.payment_intent"},
	})
	incomplete := w.create("subscriptions", url.Values{
		"customer": {text(w.create("customers", nil), "id")}, "items[0][price]": {w.monthly},
	})
	w.want(incomplete, "status", "incomplete")
	w.pass(1)
	w.want(w.get("subscriptions/"+text(incomplete, "id")), "status", "incomplete_expired")
	method := w.create("payment_methods", url.Values{"type": {"card"}, "card[number]": {"4242424242424242"}})
	w.create("payment_methods/"+text(method, "id")+"/attach", url.Values{"customer": {w.customer}})
	w.create("customers/"+w.customer, url.Values{
		"invoice_settings[default_payment_method]": {text(method, "id")}, "address[country]": {"US"},
	})
	w.create("payment_methods/"+text(method, "id")+"/detach", nil)
	w.want(
		w.get("customers/"+w.customer+"?expand[]=subscriptions&expand[]=tax_ids"),
		"invoice_settings.default_payment_method", nil,
	)
	w.create("billing_portal/configurations", url.Values{
		"features[invoice_history][enabled]": {"true"}, "business_profile[headline]": {"x"},
	})
	w.create("billing_portal/sessions", url.Values{
		"customer": {w.customer}, "return_url": {"http://x.example/"},
		"flow_data[type]": {"subscription_cancel"},
		"flow_data[subscription_cancel][subscription]": {text(bought, "id")},
	})
	hook := w.create("webhook_endpoints", url.Values{
		"url": {w.url + "/elsewhere"}, "enabled_events[0]": {"customer.deleted"},
	})
	w.create("webhook_endpoints/"+text(hook, "id"), url.Values{"disabled": {"true"}})
	setup := text(w.create("checkout/sessions", url.Values{
		"mode": {"setup"}, "customer": {w.customer}, "success_url": {"http://x.example/"},
	}), "id")
	w.want(w.buy(setup, "4242424242424242", emulator.Completed), "status", "complete")
	for _, list := range []string{
		"customers", "products", "prices?type=recurring", "coupons", "promotion_codes",
		"checkout/sessions?limit=2", "subscriptions?status=all&expand[]=data.customer",
		"invoices?expand[]=data.subscription", "payment_intents", "charges", "setup_intents",
		"payment_methods?customer=" + w.customer, "events?limit=100", "webhook_endpoints",
		"customers/" + w.customer + "/payment_methods", "billing_portal/configurations",
		"invoices/" + text(bought, "latest_invoice") + "/lines",
	} {
		w.get(list)
	}
	w.remove("customers/"+w.customer, nil)
	w.want(w.get("customers/"+w.customer), "deleted", true)
	w.heard("customer.deleted", "payment_method.detached", "customer.subscription.deleted")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
