package emulator_test

import (
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing/emulator"
)

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
		w.heard(map[bool]string{
			true: "checkout.session.async_payment_succeeded", false: "checkout.session.async_payment_failed",
		}[succeeds])
	}
}

func TestThreeDSecure(t *testing.T) {
	w := newWorld(t)
	session := w.checkout(w.monthly, nil)
	for _, answer := range []string{"fail", "abandon", "approve"} {
		w.want(w.buy(session, "4000 0025 0000 3155", emulator.NeedsSCA), "status", "open")
		done, err := w.e.Answer(session, answer)
		if want := map[string]string{"approve": emulator.Completed}[answer]; err != nil ||
			want != "" && done.Status != want || want == "" && done.Status != emulator.Declined {
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
		"mode": {"payment"}, "invoice_creation[enabled]": {"true"},
		"allow_promotion_codes": {"true"}, "automatic_tax[enabled]": {"true"},
		"customer_update[address]": {"auto"}, "tax_id_collection[enabled]": {"true"},
		"consent_collection[terms_of_service]":        {"required"},
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
		if done, err := w.e.Pay(session, given); err != nil || done.Status != emulator.Invalid ||
			done.Field != step.field || done.Message == "" {
			t.Errorf("%s: %+v %v", step.field, done, err)
		}
		step.mend()
	}
	given.TaxIDType, given.TaxID = "eu_vat", "DE123456789"
	if done, err := w.e.Pay(session, given); err != nil || done.Status != emulator.Completed {
		t.Fatalf("%+v %v", done, err)
	}
	paid := w.get("checkout/sessions/" + session +
		"?expand[]=line_items&expand[]=payment_intent.latest_charge&expand[]=invoice")
	w.want(paid, "amount_total", 9900)
	w.want(paid, "total_details.amount_tax", 900)
	w.want(paid, "line_items.data.0.amount_discount", 1000)
	w.want(paid, "invoice.total", 9900)
	w.want(paid, "payment_intent.metadata.k", "v")
	w.want(paid, "customer_details.tax_ids.0.value", "DE123456789")
	w.want(w.get("customers/"+w.customer+"/tax_ids"), "data.0.country", "DE")
	if status, pdf := w.site.get(at(paid, "invoice.invoice_pdf").(string)); status != 200 ||
		!strings.HasPrefix(pdf, "%PDF-1.4") {
		t.Errorf("%d %s", status, pdf)
	}
	if status, page := w.site.get(at(paid, "invoice.hosted_invoice_url").(string)); status != 200 ||
		!strings.Contains(page, "$99.00") {
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
	w.heard(
		"charge.refunded", "refund.created", "refund.failed", "charge.dispute.created",
		"charge.dispute.closed", "charge.dispute.funds_reinstated", "charge.dispute.updated",
	)
}
