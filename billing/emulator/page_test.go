package emulator_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// pageOf opens a session's page.
func (w *world) pageOf(session string) (string, string) {
	w.t.Helper()
	address := w.get("checkout/sessions/" + session)["url"].(string)
	_, page := w.site.get(address)
	return address, page
}

func TestThePageAsksForWhatTheSessionAllows(t *testing.T) {
	w := newWorld(t)
	w.create("coupons", url.Values{"id": {"HALF"}, "percent_off": {"50"}, "duration": {"once"}})
	w.create("promotion_codes", url.Values{"coupon": {"HALF"}, "code": {"HALF"}})
	_, bare := w.pageOf(w.checkout(w.monthly, nil))
	for _, never := range []string{`name="quantity"`, `name="promotion_code"`, `name="country"`, `name="terms"`} {
		if strings.Contains(bare, never) {
			t.Errorf("the plain page has %s", never)
		}
	}
	session := w.checkout(w.monthly, url.Values{
		"allow_promotion_codes": {"true"}, "line_items[0][adjustable_quantity][enabled]": {"true"},
	})
	address, page := w.pageOf(session)
	if !strings.Contains(page, `name="quantity"`) || !strings.Contains(page, `name="promotion_code"`) {
		t.Errorf("the page lacks fields: %s", page)
	}
	form := goodCard()
	form.Set("promotion_code", "NONE")
	form.Set("quantity", "3")
	if status, page, _ := w.pay(address, form); status != http.StatusUnprocessableEntity ||
		!strings.Contains(page, `id="promotion_code-error"`) || !strings.Contains(page, `value="3"`) {
		t.Errorf("%d %s", status, page)
	}
	form.Set("promotion_code", "half")
	if status, page, _ := w.pay(address, form); status != http.StatusSeeOther {
		t.Errorf("%d %s", status, page)
	}
	w.want(w.get("checkout/sessions/"+session), "amount_total", 1500)
	w.want(w.get("invoices"), "data.0.amount_paid", 1500)
}

func TestDowngradeGivesCredit(t *testing.T) {
	w := newWorld(t)
	paid := w.buy(w.checkout(w.dearer, nil), "4242424242424242", "completed")
	path := "subscriptions/" + text(paid, "subscription")
	item := at(w.get(path), "items.data.0.id").(string)
	changed := w.create(path, url.Values{
		"items[0][id]": {item}, "items[0][price]": {w.monthly},
		"proration_behavior": {"always_invoice"}, "expand[]": {"latest_invoice"},
	})
	w.want(changed, "latest_invoice.amount_due", 0)
	if balance := w.get("customers/" + w.customer)["balance"].(float64); balance > -1990 || balance < -2000 {
		t.Errorf("the balance is %v", balance)
	}
	w.pass(31)
	w.want(w.get("invoices"), "data.0.amount_paid", 0)
	if status, said, _ := w.call(http.MethodPost, path, "", url.Values{
		"items[0][id]": {item}, "items[0][quantity]": {"99999999999"},
	}); status != http.StatusBadRequest {
		t.Errorf("%d %v", status, said)
	}
}
