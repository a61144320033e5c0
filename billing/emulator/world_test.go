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
	w.customer = text(s.create("customers", url.Values{"email": {"ada@example.com"}, "name": {"Ada"}, "metadata[a]": {"b"}}), "id")
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
	half := url.Values{"subscription": {text(bought, "id")}, "subscription_details[items][0][id]": {item}, "subscription_details[items][0][price]": {w.dearer}, "subscription_details[proration_behavior]": {"always_invoice"}}
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
		"proration_date": {itoa(middle.Unix())}, "payment_behavior": {"pending_if_incomplete"}, "expand[]": {"latest_invoice"},
	}
	changed := w.create(path, form)
	w.want(changed, "items.data.0.price.id", w.dearer)
	w.want(changed, "latest_invoice.amount_paid", 1000)
	w.want(w.create("invoices/create_preview", url.Values{"subscription": {text(bought, "id")}}), "amount_due", 3000)
	w.want(w.get("invoices/upcoming?subscription="+text(bought, "id")), "amount_due", 3000)
	yearly := w.create(path, url.Values{"items[0][id]": {item}, "items[0][price]": {w.yearly}, "expand[]": {"latest_invoice"}})
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
	if done, err := w.e.PayInvoice(text(again, "latest_invoice"), "4242424242424242"); err != nil || done.Status != emulator.Completed {
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

func TestPaymentsThatTakeTime(t *testing.T) {
	for succeeds, want := range map[bool]string{true: "active", false: "past_due"} {
		w := newWorld(t)
		paid := w.buy(w.checkout(w.monthly, nil), emulator.BankDebit, emulator.Processing)
		w.want(paid, "payment_status", "unpaid")
		w.want(paid, "status", "complete")
		i := w.get("invoices/" + text(paid, "invoice"))
		if err := w.e.Settle(text(i, "payment_intent"), succeeds); err != nil {
			t.Fatal(err)
		}
		w.want(w.get("subscriptions/"+text(paid, "subscription")), "status", want)
		w.heard(map[bool]string{true: "checkout.session.async_payment_succeeded", false: "checkout.session.async_payment_failed"}[succeeds])
	}
}

func TestThreeDSecure(t *testing.T) {
	w := newWorld(t)
	session := w.checkout(w.monthly, nil)
	for _, answer := range []string{"fail", "abandon", "approve"} {
		w.want(w.buy(session, "4000 0025 0000 3155", emulator.NeedsSCA), "status", "open")
		done, err := w.e.Answer(session, answer)
		if want := map[string]string{"approve": emulator.Completed}[answer]; err != nil || want != "" && done.Status != want || want == "" && done.Status != emulator.Declined {
			t.Errorf("%s: %+v, %v", answer, done, err)
		}
	}
	w.want(w.get("checkout/sessions/"+session), "payment_status", "paid")
}

func TestOneOffWithInvoiceTaxAndCode(t *testing.T) {
	w := newWorld(t)
	w.create("coupons", url.Values{"id": {"TENTH"}, "percent_off": {"10"}, "duration": {"once"}})
	w.create("promotion_codes", url.Values{"coupon": {"TENTH"}, "code": {"SPRING"}})
	session := w.checkout(w.once, url.Values{
		"mode": {"payment"}, "invoice_creation[enabled]": {"true"}, "allow_promotion_codes": {"true"}, "automatic_tax[enabled]": {"true"},
		"customer_update[address]": {"auto"}, "tax_id_collection[enabled]": {"true"}, "consent_collection[terms_of_service]": {"required"},
		"line_items[0][adjustable_quantity][enabled]": {"true"}, "line_items[0][adjustable_quantity][maximum]": {"5"},
		"payment_intent_data[metadata][k]": {"v"}, "custom_text[submit][message]": {"Thanks"}, "locale": {"en"},
	})
	given := emulator.Payment{Card: "4242424242424242"}
	for _, step := range []struct {
		field string
		mend  func()
	}{
		{"country", func() { given.Address = emulator.Address{Country: "DE", City: "Berlin"} }},
		{"terms", func() { given.Terms = true }},
		{"quantity", func() { given.Quantity = 2 }},
		{"promotion_code", func() { given.PromotionCode = "spring" }},
	} {
		switch step.field {
		case "quantity":
			given.Quantity = 6
		case "promotion_code":
			given.PromotionCode = "AUTUMN"
		}
		if done, err := w.e.Pay(session, given); err != nil || done.Status != emulator.Invalid || done.Field != step.field || done.Message == "" {
			t.Errorf("%s: %+v %v", step.field, done, err)
		}
		step.mend()
	}
	given.TaxIDType, given.TaxID = "eu_vat", "DE123456789"
	if done, err := w.e.Pay(session, given); err != nil || done.Status != emulator.Completed {
		t.Fatalf("%+v %v", done, err)
	}
	paid := w.get("checkout/sessions/" + session + "?expand[]=line_items&expand[]=payment_intent.latest_charge&expand[]=invoice")
	w.want(paid, "amount_total", 9900)
	w.want(paid, "total_details.amount_tax", 900)
	w.want(paid, "line_items.data.0.amount_discount", 1000)
	w.want(paid, "invoice.total", 9900)
	w.want(paid, "payment_intent.metadata.k", "v")
	w.want(paid, "customer_details.tax_ids.0.value", "DE123456789")
	w.want(w.get("customers/"+w.customer+"/tax_ids"), "data.0.country", "DE")
	if status, pdf := w.site.get(at(paid, "invoice.invoice_pdf").(string)); status != 200 || !strings.HasPrefix(pdf, "%PDF-1.4") {
		t.Errorf("%d %s", status, pdf)
	}
	if status, page := w.site.get(at(paid, "invoice.hosted_invoice_url").(string)); status != 200 || !strings.Contains(page, "$99.00") {
		t.Errorf("%d %s", status, page)
	}
	charge := at(paid, "payment_intent.latest_charge.id").(string)
	part := w.create("refunds", url.Values{"charge": {charge}, "amount": {"900"}, "reason": {"requested_by_customer"}})
	if err := w.e.FailRefund(text(part, "id")); err != nil {
		t.Fatal(err)
	}
	dispute, err := w.e.Dispute(charge, "")
	if err != nil {
		t.Fatal(err)
	}
	w.create("disputes/"+dispute, url.Values{"evidence[product_description]": {"A site"}})
	if err := w.e.Decide(dispute, true); err != nil {
		t.Fatal(err)
	}
	w.create("refunds", url.Values{"payment_intent": {at(paid, "payment_intent.id").(string)}})
	w.want(w.get("charges/"+charge+"?expand[]=refunds"), "refunded", true)
	w.get("refunds?charge=" + charge)
	w.get("disputes")
	w.heard("charge.refunded", "refund.created", "refund.failed", "charge.dispute.created", "charge.dispute.closed", "charge.dispute.funds_reinstated", "charge.dispute.updated")
}

func TestTheRestOfTheAPI(t *testing.T) {
	w := newWorld(t)
	bought := w.subscribe(url.Values{"discounts[0][coupon]": {text(w.create("coupons", url.Values{"amount_off": {"300"}, "currency": {"usd"}, "duration": {"forever"}}), "id")}})
	path := "subscriptions/" + text(bought, "id")
	w.want(w.get(path+"?expand[]=latest_invoice"), "latest_invoice.total", 700)
	for form, want := range map[string]string{
		"cancel_at=4000000000": "cancel_at", "cancellation_details[feedback]=unused&cancellation_details[comment]=x": "cancellation_details",
		"pause_collection[behavior]=void": "pause_collection", "description=x": "description", "trial_end=" + itoa(time.Now().Unix()+864000): "trial_end",
	} {
		values, _ := url.ParseQuery(form)
		if changed := w.create(path, values); changed[want] == nil {
			t.Errorf("%s: %v", form, changed)
		}
	}
	w.want(w.create(path, url.Values{"trial_end": {"now"}, "pause_collection": {""}, "cancel_at": {""}}), "status", "active")
	w.create("subscriptions", url.Values{"customer": {w.customer}, "items[0][price]": {w.monthly}, "payment_behavior": {"default_incomplete"}, "expand[]": {"latest_invoice.payment_intent"}})
	incomplete := w.create("subscriptions", url.Values{"customer": {text(w.create("customers", nil), "id")}, "items[0][price]": {w.monthly}})
	w.want(incomplete, "status", "incomplete")
	w.pass(1)
	w.want(w.get("subscriptions/"+text(incomplete, "id")), "status", "incomplete_expired")
	method := w.create("payment_methods", url.Values{"type": {"card"}, "card[number]": {"4242424242424242"}})
	w.create("payment_methods/"+text(method, "id")+"/attach", url.Values{"customer": {w.customer}})
	w.create("customers/"+w.customer, url.Values{"invoice_settings[default_payment_method]": {text(method, "id")}, "address[country]": {"US"}})
	w.create("payment_methods/"+text(method, "id")+"/detach", nil)
	w.want(w.get("customers/"+w.customer+"?expand[]=subscriptions&expand[]=tax_ids"), "invoice_settings.default_payment_method", nil)
	w.create("billing_portal/configurations", url.Values{"features[invoice_history][enabled]": {"true"}, "business_profile[headline]": {"x"}})
	w.create("billing_portal/sessions", url.Values{"customer": {w.customer}, "return_url": {"http://x.example/"}, "flow_data[type]": {"subscription_cancel"}, "flow_data[subscription_cancel][subscription]": {text(bought, "id")}})
	hook := w.create("webhook_endpoints", url.Values{"url": {w.url + "/elsewhere"}, "enabled_events[0]": {"customer.deleted"}})
	w.create("webhook_endpoints/"+text(hook, "id"), url.Values{"disabled": {"true"}})
	setup := text(w.create("checkout/sessions", url.Values{"mode": {"setup"}, "customer": {w.customer}, "success_url": {"http://x.example/"}}), "id")
	w.want(w.buy(setup, "4242424242424242", emulator.Completed), "status", "complete")
	for _, list := range []string{
		"customers", "products", "prices?type=recurring", "coupons", "promotion_codes", "checkout/sessions?limit=2", "subscriptions?status=all&expand[]=data.customer",
		"invoices?expand[]=data.subscription", "payment_intents", "charges", "setup_intents", "payment_methods?customer=" + w.customer, "events?limit=100", "webhook_endpoints",
		"customers/" + w.customer + "/payment_methods", "billing_portal/configurations", "invoices/" + text(bought, "latest_invoice") + "/lines",
	} {
		w.get(list)
	}
	w.remove("customers/"+w.customer, nil)
	w.want(w.get("customers/"+w.customer), "deleted", true)
	w.heard("customer.deleted", "payment_method.detached", "customer.subscription.deleted")
}

func itoa(n int64) string { return strconv.FormatInt(n, 10) }
