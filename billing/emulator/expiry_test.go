package emulator_test

import (
	"fmt"
	"net/http"
	"net/url"
	"testing"
	"time"

	"github.com/prokken/prokken/billing/emulator"
)

// untilSoon is a good card that expires this month, as it is typed.
func untilSoon(now time.Time) url.Values {
	form := goodCard()
	form.Set("expiry", now.Format("01/06"))
	return form
}

// wantExpiry wants the card of the only subscription to be valid for so long.
func (w *world) wantExpiry(at time.Time) {
	w.t.Helper()
	found := w.get("subscriptions?expand[]=data.default_payment_method")
	w.want(found, "data.0.default_payment_method.card.exp_month", int(at.Month()))
	w.want(found, "data.0.default_payment_method.card.exp_year", at.Year())
}

// TestExpiryIsKept: as typed on the hosted page and in the portal.
func TestExpiryIsKept(t *testing.T) {
	w := newWorld(t)
	now := w.e.Now().UTC()
	w.pay(text(w.get("checkout/sessions/"+w.checkout(w.monthly, nil)), "url"), untilSoon(now))
	w.wantExpiry(now)
	w.open(w.portal(nil), "ends in 4242, valid until "+now.Format("01/2006"))
	form := goodCard()
	form.Set("expiry", "03 / 2041")
	w.send(w.portal(nil)+"/card", form, http.StatusSeeOther)
	w.wantExpiry(time.Date(2041, 3, 1, 0, 0, 0, 0, time.UTC))
}

// TestAnExpiredCardPaysNoMore: at the renewal, nor when it is typed.
func TestAnExpiredCardPaysNoMore(t *testing.T) {
	w := newWorld(t)
	now := w.e.Now().UTC()
	w.pay(text(w.get("checkout/sessions/"+w.checkout(w.monthly, nil)), "url"), untilSoon(now))
	w.pass(32)
	found := w.get("subscriptions?expand[]=data.latest_invoice.payment_intent")
	w.want(found, "data.0.status", "past_due")
	w.want(found, "data.0.latest_invoice.payment_intent.last_payment_error.code", "expired_card")
	open := w.get("invoices/" + at(found, "data.0.latest_invoice.id").(string))
	page, _ := w.send(text(open, "hosted_invoice_url"), untilSoon(now), http.StatusUnprocessableEntity)
	w.shows(page, "This card has expired.")
	done, err := w.e.Pay(w.checkout(w.monthly, nil), emulator.Payment{
		Card: "4242424242424242", Expiry: now.Format("01/06"), Name: "Ada",
	})
	if err != nil || done.Status != emulator.Invalid || done.Field != "expiry" {
		t.Errorf("%+v, %v", done, err)
	}
	w.buy(w.checkout(w.monthly, nil), "4000000000000069", emulator.Declined)
}

// TestExpiryByTheAPI: Stripe refuses what cannot be one any more.
func TestExpiryByTheAPI(t *testing.T) {
	w := newWorld(t)
	year := w.e.Now().UTC().Year()
	card := func(month string, year int) url.Values {
		return url.Values{
			"type": {"card"}, "card[number]": {"4242424242424242"}, "card[exp_month]": {month},
			"card[exp_year]": {fmt.Sprint(year)},
		}
	}
	made := w.create("payment_methods", card("7", year+2))
	w.want(made, "card.exp_month", 7)
	w.want(made, "card.exp_year", year+2)
	for _, tt := range []struct {
		month, code string
		year        int
	}{{"7", "invalid_expiry_year", year - 1}, {"13", "invalid_expiry_month", year + 1}} {
		status, said, _ := w.call(http.MethodPost, "payment_methods", "", card(tt.month, tt.year))
		if status != http.StatusPaymentRequired || at(said, "error.code") != tt.code ||
			at(said, "error.type") != "card_error" {
			t.Errorf("%+v: %d %v", tt, status, said)
		}
		form := card(tt.month, tt.year)
		form.Del("type")
		form.Del("card[number]")
		if status, said, _ := w.call(
			http.MethodPost, "payment_methods/"+text(made, "id"), "", form,
		); status != http.StatusPaymentRequired ||
			at(said, "error.code") != tt.code {
			t.Errorf("%+v: %d %v", tt, status, said)
		}
	}
}
