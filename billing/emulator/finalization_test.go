package emulator_test

import (
	"net/http"
	"net/url"
	"testing"
	"time"
)

// TestFinalizationFails where taxes are due and nobody knows where; with an
// address it goes on.
func TestFinalizationFails(t *testing.T) {
	w := newWorld(t)
	sub := text(w.subscribe(nil), "id")
	w.console("subscriptions", "Lose the address", "!Finalize the invoice")
	w.press("subscriptions", "lose_address", sub, http.StatusSeeOther)
	w.pass(31)
	path := "invoices/" + text(w.get("subscriptions/"+sub), "latest_invoice")
	failed := w.get(path)
	w.want(failed, "status", "draft")
	w.want(failed, "automatic_tax.status", "requires_location_inputs")
	w.want(failed, "last_finalization_error.code", "customer_tax_location_invalid")
	w.heard("invoice.finalization_failed")
	w.want(
		w.get("events?type=invoice.finalization_failed"),
		"data.0.data.object.last_finalization_error.type", "invalid_request_error",
	)
	w.refuses(path+"/finalize", nil, "Set a valid customer address")
	w.press("subscriptions", "finalize", text(failed, "id"), http.StatusConflict)
	if again := w.get("events?type=invoice.finalization_failed")["data"].([]any); len(again) != 2 {
		t.Errorf("told %d times", len(again))
	}
	w.create("customers/"+w.customer, url.Values{"address[country]": {"DE"}})
	w.console("subscriptions", "could not be finalized")
	w.press("subscriptions", "finalize", text(failed, "id"), http.StatusSeeOther)
	paid := w.get(path)
	w.want(paid, "status", "paid")
	w.want(paid, "amount_paid", 1100)
	w.want(paid, "last_finalization_error", nil)
	w.heard("invoice.finalized", "invoice.paid")
	w.press("subscriptions", "finalize", text(failed, "id"), http.StatusConflict)
	w.press("subscriptions", "end", sub, http.StatusSeeOther)
	w.press("subscriptions", "lose_address", sub, http.StatusConflict)
}

// TestNoTaxWithoutAPlace: Stripe refuses what it could not bill.
func TestNoTaxWithoutAPlace(t *testing.T) {
	w := newWorld(t)
	w.refuses("subscriptions", url.Values{
		"customer": {w.customer}, "items[0][price]": {w.monthly}, "automatic_tax[enabled]": {"true"},
	}, "Set a valid customer address")
}

// TestTheBankRenewsACard: the number stays, the year does not, and Stripe tells.
func TestTheBankRenewsACard(t *testing.T) {
	w := newWorld(t)
	w.console("customers", "!The bank renews")
	w.press("customers", "renew_card", w.customer, http.StatusConflict)
	w.press("customers", "renew_card", "cus_x", http.StatusConflict)
	now := w.e.Now().UTC()
	w.pay(text(w.get("checkout/sessions/"+w.checkout(w.monthly, nil)), "url"), untilSoon(now))
	w.console("customers", "The bank renews the card")
	w.press("customers", "renew_card", w.customer, http.StatusSeeOther)
	w.wantExpiry(time.Date(now.Year()+4, now.Month(), 1, 0, 0, 0, 0, time.UTC))
	w.heard("payment_method.automatically_updated")
	told := w.get("events?type=payment_method.automatically_updated")
	w.want(told, "data.0.data.object.card.exp_year", now.Year()+4)
	w.want(told, "data.0.data.previous_attributes.card.exp_year", now.Year())
	w.pass(32)
	w.want(w.get("subscriptions"), "data.0.status", "active")
}
