package billing

import (
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/views"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/money"
)

// TestBillsThatCanBePaid: not those of a plan that ended, which say so.
func TestBillsThatCanBePaid(t *testing.T) {
	for name, tt := range map[string]struct {
		status string
		ended  bool
		pays   bool
		says   string
	}{
		"of a plan that goes on":   {"open", false, true, "To be paid"},
		"of a plan that ended":     {"open", true, false, "You won't be charged for it"},
		"a draft of one":           {"draft", true, false, "Not collected"},
		"paid, of one that ended":  {"paid", true, false, "Paid"},
		"of what was never billed": {"draft", false, false, "In preparation"},
	} {
		var page strings.Builder
		v := Billing{Account: billing.Account{
			Invoices: []payments.Invoice{
				{
					Status:         tt.status,
					SubscriptionID: "sub_1",
					HostedURL:      "https://pay",
					Currency:       "usd",
					Total:          900,
					AmountDue:      900,
				},
			},
			Ended: map[string]bool{"sub_1": tt.ended},
		}}
		err := invoiceList(views.Site{}, v).Render(t.Context(), &page)
		if err != nil || strings.Contains(page.String(), ">Pay<") != tt.pays ||
			!strings.Contains(page.String(), tt.says) {
			t.Errorf("%s: %s, %v", name, page.String(), err)
		}
	}
}

// TestNextPayment is told where discounts make it another than the price.
func TestNextPayment(t *testing.T) {
	ended := time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)
	for name, tt := range map[string]struct {
		discounts payments.Discounts
		want      string
	}{
		"none":      {nil, ""},
		"a half":    {payments.Discounts{{Share: 5000}}, "The next payment is $4.50 plus tax."},
		"two":       {payments.Discounts{{Share: 5000}, {Amount: 100}}, "The next payment is $3.50 plus tax."},
		"all":       {payments.Discounts{{Share: 10000}}, "There is nothing to pay next time."},
		"more":      {payments.Discounts{{Amount: 5000}}, "There is nothing to pay next time."},
		"over then": {payments.Discounts{{Share: 5000, EndsAt: &ended}}, "The next payment is $9 plus tax."},
	} {
		v := Billing{Account: billing.Account{Subscription: &payments.Subscription{
			Status: "active", Amount: 900, Currency: "usd", Interval: "month", CurrentPeriodEnd: ended, Discounts: tt.discounts,
			TaxBehavior: money.TaxExclusive,
		}}}
		if got := v.nextPayment(); got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}

// TestTaxStandsAtEveryPrice: on the plans, beside the plan that one has and before a change;
// where none is taken, nothing is said.
func TestTaxStandsAtEveryPrice(t *testing.T) {
	for behavior, want := range map[string]string{"": "", money.TaxExclusive: " plus tax", money.TaxInclusive: " incl. VAT"} {
		price := config.Price{Currency: "usd", Interval: "month", Amount: 900, TaxBehavior: behavior}
		sub := payments.Subscription{
			Amount: 900, Currency: "usd", Interval: "month", TaxBehavior: behavior,
			Next: payments.NextPlan{At: new(time.Now()), PlanID: "starter", Amount: 900, Interval: "month", TaxBehavior: behavior},
		}
		change := PlanChange{Preview: &billing.Preview{
			Then: 900, Next: 450, Currency: "usd", TaxBehavior: behavior, Selection: billing.Selection{Interval: "month"},
		}}
		for got, want := range map[string]string{
			Offer{Price: price}.per(): "a month" + want,
			Offer{}.per():             "once",
			Cost(sub):                 "$9 a month" + want,
			NextWords(sub, nil):       "starter ($9 a month" + want + ")",
			change.then():             "$9 a month" + want + ", and the next time $4.50" + want + " with your discount",
		} {
			if got != want {
				t.Errorf("%q, want %q", got, want)
			}
		}
	}
	if got := (PlanChange{Preview: &billing.Preview{TaxBehavior: money.TaxInclusive}}).taxLabel(); got != "VAT included" {
		t.Errorf("the line of the tax: %q", got)
	}
}

// TestWordsOfABill: what gives credit is neither paid nor below zero, and what went back is told.
func TestWordsOfABill(t *testing.T) {
	for name, tt := range map[string]struct {
		bill           payments.Invoice
		refunded       int64
		status, amount string
	}{
		"credit":  {payments.Invoice{Status: "paid", Total: -13600}, 0, "Credit for later bills", "$136"},
		"nothing": {payments.Invoice{Status: "paid"}, 0, "Nothing to pay", "$0"},
		"paid":    {payments.Invoice{Status: "paid", Total: 900, AmountDue: 900, AmountPaid: 900}, 0, "Paid", "$9"},
		"a part":  {payments.Invoice{Status: "paid", Total: 900, AmountDue: 900, AmountPaid: 900}, 300, "Paid, $3 refunded", "$9"},
		"all":     {payments.Invoice{Status: "paid", Total: 900, AmountDue: 900, AmountPaid: 900}, 900, "Refunded", "$9"},
	} {
		tt.bill.Currency = "usd"
		if status, amount := RefundedStatus(tt.bill, tt.refunded), InvoiceAmount(tt.bill); status != tt.status ||
			amount != tt.amount {
			t.Errorf("%s: %q for %q, want %q for %q", name, status, amount, tt.status, tt.amount)
		}
	}
}
