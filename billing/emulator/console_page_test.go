package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// console opens a page of the console.
func (w *world) console(page string, words ...string) {
	w.t.Helper()
	w.open(w.at(page), words...)
}

func (w *world) at(page string) string {
	if page != "" {
		page = "console/" + page
	}
	return w.url + emulator.ConsolePath + page
}

func (w *world) press(page, act, id string, want int) string {
	w.t.Helper()
	said, next := w.send(w.at(page), url.Values{"act": {act}, "id": {id}}, want)
	if want == http.StatusSeeOther && !strings.HasSuffix(next, "?done="+act) {
		w.t.Errorf("%s leads to %s", act, next)
	}
	return said
}

func TestTheConsoleSetsTheClock(t *testing.T) {
	w := newWorld(t)
	w.console("", "+1 hour", "+1 month", "!To the next renewal")
	sub := text(w.subscribe(nil), "id")
	w.console("", "To the next renewal")
	for by, least := range map[string]time.Duration{"hour": time.Hour, "day": 24 * time.Hour, "3days": 72 * time.Hour} {
		before := w.e.Now()
		w.send(w.at(""), url.Values{"act": {"clock"}, "by": {by}}, http.StatusSeeOther)
		if passed := w.e.Now().Sub(before); passed < least || passed > least+time.Minute {
			t.Errorf("%s: %s", by, passed)
		}
	}
	w.send(w.at(""), url.Values{"act": {"clock"}, "by": {"renewal"}}, http.StatusSeeOther)
	w.want(w.get("subscriptions/"+sub+"?expand[]=latest_invoice"), "latest_invoice.billing_reason", "subscription_cycle")
	w.want(w.get("subscriptions/"+sub+"?expand[]=latest_invoice"), "latest_invoice.status", "paid")
	w.send(w.at(""), url.Values{"act": {"clock"}, "by": {"month"}}, http.StatusSeeOther)
	w.send(w.at(""), url.Values{"act": {"clock"}, "by": {"-1"}}, http.StatusConflict)
	w.press("subscriptions", "end", sub, http.StatusSeeOther)
	w.press("subscriptions", "end", sub, http.StatusConflict)
	w.send(w.at(""), url.Values{"act": {"clock"}, "by": {"renewal"}}, http.StatusConflict)
}

func TestTheConsoleSetsTheSwitches(t *testing.T) {
	w := newWorld(t)
	form := url.Values{
		"act": {"switches"}, "duplicate": {"2"}, "drop": {"29"}, "delay_ms": {"5"},
		"redirect": {"before"}, "api_version": {`"><b>`}, "shuffle": {"yes"}, "unpaid": {"yes"},
	}
	w.send(w.at(""), form, http.StatusSeeOther)
	if want := (emulator.Switches{
		Duplicate: 2, Shuffle: true, Redirect: "before", Drop: .29, DelayMS: 5, APIVersion: `"><b>`,
		Unpaid: true,
	}); w.e.Switches() != want {
		t.Errorf("%+v", w.e.Switches())
	}
	w.console("", `value="29"`, "!<b>")
	form.Set("drop", "x")
	w.send(w.at(""), form, http.StatusConflict)
	form.Set("drop", "101")
	w.send(w.at(""), form, http.StatusConflict)
}

func TestTheConsoleListsAndActs(t *testing.T) {
	w := newWorld(t)
	hostile := `<b>"eve"@example.com`
	stranger := text(w.create("customers", url.Values{"email": {hostile}}), "id")
	w.console("customers", "&lt;b&gt;", "!<b>", "ada@example.com")
	open := w.checkout(w.monthly, nil)
	w.console("sessions", "Subscribe to Starter", "Open the page", "Let it expire")
	w.press("sessions", "expire", open, http.StatusSeeOther)
	w.press("sessions", "expire", open, http.StatusConflict)
	sub := text(w.subscribe(nil), "id")
	w.console("subscriptions", "renews on", "active", "Latest invoice (paid)")
	w.press("customers", "card", w.customer+" 4000000000000341", http.StatusSeeOther)
	w.press("customers", "card", stranger+" 4000000000000002", http.StatusConflict)
	w.want(w.get("subscriptions/"+sub+"?expand[]=default_payment_method"), "default_payment_method.card.last4", "0341")
	w.open(w.at("object/"+sub), "&#34;status&#34;: &#34;active&#34;", "!_emulator")
	w.open(w.at("object/"+stranger), "!<b>")
	if status, _ := w.site.get(w.at("object/sub_x")); status != http.StatusNotFound {
		t.Error(status)
	}
}

func TestTheConsoleIsTheBank(t *testing.T) {
	w := newWorld(t)
	for act, want := range map[string]string{"settle": "paid", "return": "unpaid"} {
		session := w.buy(w.checkout(w.once, url.Values{"mode": {"payment"}}), emulator.BankDebit, emulator.Processing)
		w.console("payments", "The bank pays", "The bank returns it")
		w.press("payments", act, text(session, "payment_intent"), http.StatusSeeOther)
		w.press("payments", act, text(session, "payment_intent"), http.StatusConflict)
		w.want(w.get("checkout/sessions/"+text(session, "id")), "payment_status", want)
	}
	charge := w.chargeOnce()
	for amount, want := range map[string]int{
		"": 409, "x": 409, "-1": 409, "0": 409, "50.01": 409, "1.999": 409, "7.5": 303,
	} {
		w.send(w.at("payments"), url.Values{"act": {"refund"}, "id": {charge}, "amount": {amount}}, want)
	}
	w.want(w.get("charges/"+charge), "amount_refunded", 750)
	refund := at(w.get("refunds"), "data.0.id").(string)
	w.console("payments", "Refund of $7.50: succeeded", `value="42.50"`, "Dispute it")
	w.press("payments", "fail_refund", refund, http.StatusSeeOther)
	w.press("payments", "fail_refund", refund, http.StatusConflict)
	w.heard("charge.refunded", "refund.failed")
}

// chargeOnce sells something that is paid at once, and returns the charge.
func (w *world) chargeOnce() string {
	w.t.Helper()
	paid := w.buy(w.checkout(w.once, url.Values{"mode": {"payment"}}), "4242424242424242", emulator.Completed)
	return text(w.get("payment_intents/"+text(paid, "payment_intent")), "latest_charge")
}

// TestTheConsoleDecidesDisputes: a charge is disputed once, and what was won can be
// refunded again.
func TestTheConsoleDecidesDisputes(t *testing.T) {
	for end, want := range map[string]int{"win": http.StatusSeeOther, "lose": http.StatusConflict} {
		t.Run(end, func(t *testing.T) {
			w := newWorld(t)
			charge := w.chargeOnce()
			w.press("payments", "dispute", charge, http.StatusSeeOther)
			w.press("payments", "dispute", charge, http.StatusConflict)
			w.console("payments", "Dispute: needs_response", "Win the dispute", "Lose the dispute", "!Refund")
			dispute := at(w.get("disputes"), "data.0.id").(string)
			w.press("payments", end, dispute, http.StatusSeeOther)
			w.press("payments", end, dispute, http.StatusConflict)
			w.press("payments", "dispute", charge, http.StatusConflict)
			w.want(w.get("charges/"+charge), "disputed", true)
			offered := "!Refund"
			if end == "win" {
				offered = "Refund"
			}
			w.console("payments", "Dispute: "+map[string]string{"win": "won", "lose": "lost"}[end], offered, "!Dispute it")
			w.send(w.at("payments"), url.Values{"act": {"refund"}, "id": {charge}, "amount": {"1"}}, want)
			w.heard("charge.dispute.closed")
		})
	}
}

func TestTheConsoleSendsAgain(t *testing.T) {
	w := newWorld(t)
	w.subscribe(nil)
	w.heard("checkout.session.completed")
	event := at(w.get("events?type=checkout.session.completed"), "data.0.id").(string)
	w.console("events", "checkout.session.completed", "delivered", "Send it again")
	w.press("events", "resend", event, http.StatusSeeOther)
	w.press("events", "resend", "evt_x", http.StatusConflict)
	w.heard()
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.ids[event] != 2 {
		t.Errorf("it came %d times", w.ids[event])
	}
}

func TestTheConsoleAsksBeforeItForgets(t *testing.T) {
	w := newWorld(t)
	w.subscribe(nil)
	w.console("reset", "Forget all test data?", "No, keep it")
	w.console("customers", "ada@example.com")
	for range 2 {
		w.press("reset", "reset", "", http.StatusSeeOther)
		w.console("customers", "There are none yet", "!ada@example.com")
	}
	for page, act := range map[string]string{"nothing": "reset", "payments": "nothing"} {
		w.press(page, act, "", http.StatusNotFound)
	}
}
