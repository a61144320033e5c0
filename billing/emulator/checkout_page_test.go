package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
)

// shows wants all of the words on a page, and none of those that begin with !.
func (w *world) shows(page string, words ...string) {
	w.t.Helper()
	for _, word := range words {
		never, isNever := strings.CutPrefix(word, "!")
		if strings.Contains(page, strings.TrimPrefix(word, "!")) == isNever {
			w.t.Errorf("the page and %q (never: %v): %s", never, isNever, page)
		}
	}
}

// send posts a form, wants a status and gives the page and where it leads.
func (w *world) send(address string, form url.Values, want int) (string, string) {
	w.t.Helper()
	status, page, next := w.pay(address, form)
	if status != want {
		w.t.Fatalf("%s: %d %s", address, status, page)
	}
	return page, next
}

func TestTheTermsOfATrialAreTold(t *testing.T) {
	w := newWorld(t)
	_, page := w.pageOf(w.checkout(w.monthly, url.Values{"subscription_data[trial_period_days]": {"14"}}))
	w.shows(
		page, "Free for 14 days, then $10.00 a month; nothing is due today.", "Start the trial",
		"4000 0025 0000 3155", "4000 0000 0000 0341",
	)
	_, page = w.pageOf(w.checkout(w.monthly, url.Values{
		"subscription_data[trial_period_days]": {"14"}, "payment_method_collection": {"if_required"},
	}))
	w.shows(page, "No card is needed", `!name="number"`)
	_, page = w.pageOf(w.checkout(w.once, url.Values{"mode": {"payment"}}))
	w.shows(page, "Pay once", "Nothing renews", "Pay $50.00", "!a month")
}

func TestApplyingReckonsAndPaysNothing(t *testing.T) {
	w := newWorld(t)
	w.create("coupons", url.Values{"id": {"HALF"}, "percent_off": {"50"}, "duration": {"once"}})
	w.create("promotion_codes", url.Values{"coupon": {"HALF"}, "code": {"SPRING"}})
	session := w.checkout(w.once, url.Values{
		"mode": {"payment"}, "allow_promotion_codes": {"true"}, "automatic_tax[enabled]": {"true"},
		"line_items[0][adjustable_quantity][enabled]": {"true"},
		"customer_update[address]":                    {"auto"}, "tax_id_collection[enabled]": {"true"},
		"consent_collection[terms_of_service]": {"required"},
	})
	address, page := w.pageOf(session)
	w.shows(page, `name="terms"`, `name="tax_id"`, `name="country"`, "Tax (depends on your address)")
	form := goodCard()
	for name, text := range map[string]string{
		"act": "update", "promotion_code": "spring", "quantity": "2", "country": "DE", "terms": "yes",
		"tax_id": `"><b>DE1`,
	} {
		form.Set(name, text)
	}
	page, _ = w.send(address, form, http.StatusOK)
	w.shows(
		page, "Discount: 50% off once", "−$50.00", "Tax (10%)", "Pay $55.00",
		`value="Ada &lt;Lovelace&gt;"`, `value="12 / 90"`, "!4242424242424242", `!value="4242`,
		`!value="123"`, "!<b>DE1",
	)
	w.want(w.get("checkout/sessions/"+session), "amount_total", 5000)
	form.Set("promotion_code", "AUTUMN")
	form.Set("quantity", "x")
	page, _ = w.send(address, form, http.StatusUnprocessableEntity)
	w.shows(page, `id="promotion_code-error"`, `id="quantity-error"`, `value="AUTUMN"`)
	form.Del("act")
	form.Set("promotion_code", "SPRING")
	form.Set("quantity", "2")
	form.Set("tax_id", "DE123456789")
	form.Del("terms")
	page, _ = w.send(address, form, http.StatusUnprocessableEntity)
	w.shows(page, `id="terms-error"`)
	form.Set("terms", "yes")
	w.send(address, form, http.StatusSeeOther)
	w.want(w.get("checkout/sessions/"+session), "amount_total", 5500)
	w.send(address, form, http.StatusSeeOther)
	if all := w.get("charges")["data"].([]any); len(all) != 1 {
		t.Errorf("%d charges", len(all))
	}
}

func TestBankDebitOnThePage(t *testing.T) {
	w := newWorld(t)
	session := w.checkout(w.once, url.Values{"mode": {"payment"}})
	address, page := w.pageOf(session)
	w.shows(page, `value="bank_debit"`)
	w.send(address, url.Values{"method": {emulator.BankDebit}}, http.StatusSeeOther)
	w.want(w.get("checkout/sessions/"+session), "payment_status", "unpaid")
	session = w.checkout(w.once, url.Values{"mode": {"payment"}, "payment_method_types[]": {"card"}})
	address, page = w.pageOf(session)
	w.shows(page, "!bank_debit")
	w.send(address, url.Values{"method": {emulator.BankDebit}}, http.StatusPaymentRequired)
}

func TestTheCheckoutAsksFor3DSecure(t *testing.T) {
	w := newWorld(t)
	session := w.checkout(w.monthly, nil)
	address, _ := w.pageOf(session)
	ask := w.url + emulator.Prefix + "/authenticate/" + session
	form := goodCard()
	form.Set("number", "4000 0025 0000 3155")
	for _, answer := range []string{"fail", "abandon", "approve"} {
		if _, next := w.send(address, form, http.StatusSeeOther); w.url+next != ask {
			t.Fatalf("it leads to %s", next)
		}
		_, page := w.site.get(ask)
		w.shows(page, "no money moves", `value="approve"`, "ends in 3155", "$10.00")
		w.send(ask, url.Values{"answer": {"<b>"}}, http.StatusOK)
		_, next := w.send(ask, url.Values{"answer": {answer}}, http.StatusSeeOther)
		if answer == "approve" {
			continue
		}
		_, page = w.site.get(w.url + next)
		w.shows(page, "Nothing was charged", `name="number"`)
	}
	w.want(w.get("checkout/sessions/"+session), "payment_status", "paid")
	page, _ := w.send(ask, url.Values{"answer": {"approve"}}, http.StatusOK)
	w.shows(page, "Nothing to confirm")
	if all := w.get("charges")["data"].([]any); len(all) != 1 {
		t.Errorf("%d charges", len(all))
	}
	for _, unknown := range []string{"cs_test_x", "pi_x", "x"} {
		w.send(w.url+emulator.Prefix+"/authenticate/"+unknown, url.Values{"answer": {"approve"}}, http.StatusNotFound)
	}
}

func TestAnOpenInvoiceIsPaidOnItsPage(t *testing.T) {
	w := newWorld(t)
	w.subscribe(nil)
	if _, err := w.e.ChangeCard(w.customer, "4000000000000341"); err != nil {
		t.Fatal(err)
	}
	w.pass(31)
	i := at(w.get("invoices?status=open"), "data.0").(map[string]any)
	address := text(i, "hosted_invoice_url")
	_, page := w.site.get(address)
	w.shows(page, "Pay $10.00", `name="number"`)
	form := goodCard()
	form.Set("number", "4242")
	w.send(address, form, http.StatusUnprocessableEntity)
	form.Set("number", "4000000000000002")
	w.send(address, form, http.StatusPaymentRequired)
	form.Set("number", "4000002500003155")
	for _, answer := range []string{"fail", "approve"} {
		_, ask := w.send(address, form, http.StatusSeeOther)
		_, back := w.send(w.url+ask, url.Values{"answer": {answer}}, http.StatusSeeOther)
		if _, page := w.site.get(w.url + back); strings.Contains(page, "Nothing was charged") != (answer == "fail") {
			t.Errorf("%s: %s", answer, page)
		}
	}
	w.want(w.get("invoices/"+text(i, "id")), "status", "paid")
	page, _ = w.send(address, form, http.StatusOK)
	w.shows(page, `!name="number"`)
	w.send(w.url+emulator.Prefix+"/invoice/in_x", form, http.StatusNotFound)
}
