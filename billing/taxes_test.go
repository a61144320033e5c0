package billing_test

import (
	"context"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/billing/emulator"
	"github.com/prokken/prokken/config"
	"github.com/prokken/prokken/models/payments"
	"github.com/prokken/prokken/money"
)

// taxing has Stripe work out taxes, with the tax in the prices of Studio.
func (l life) taxing() {
	l.t.Helper()
	inclusive := plans[1]
	inclusive.Prices = nil
	for _, p := range plans[1].Prices {
		p.TaxBehavior = money.TaxInclusive
		inclusive.Prices = append(inclusive.Prices, p)
	}
	l.settings.Plans, l.settings.Tax = []config.Plan{plans[0], inclusive, plans[2]}, true
	l.deafen()
}

// payTaxed buys a plan with an address where there are taxes.
func (l life) payTaxed(selection billing.Selection) {
	l.t.Helper()
	ctx := context.Background()
	if _, err := l.service.Checkout(ctx, l.user, selection); err != nil {
		l.t.Fatal(err)
	}
	open, err := payments.OpenCheckout(ctx, l.db, l.user.ID)
	if err != nil {
		l.t.Fatal(err)
	}
	outcome, err := l.stand.Pay(*open.SessionID, emulator.Payment{
		Card: goodCard, Name: "Ada", Address: emulator.Address{Line1: "1 Street", City: "Berlin", Country: "DE"},
	})
	if err != nil || outcome.Status != emulator.Completed {
		l.t.Fatalf("%+v, %v", outcome, err)
	}
	l.sync()
}

// TestTaxBehavior: a price at Stripe says whether the tax is in it, the bill follows, and so do
// the words of our copy; where no taxes are taken, nothing is said of them.
func TestTaxBehavior(t *testing.T) {
	for plan, want := range map[string]struct {
		behavior  string
		paid, tax int64
	}{
		"starter": {money.TaxExclusive, 990, 90},
		"studio":  {money.TaxInclusive, 2900, 264},
	} {
		t.Run(plan, func(t *testing.T) {
			lives(t, func(t *testing.T, l life) {
				l.taxing()
				l.payTaxed(monthly(plan))
				sub := l.plan()
				if sub.TaxBehavior != want.behavior {
					t.Errorf("our copy: %q", sub.TaxBehavior)
				}
				if price := l.ask("GET", "prices/"+sub.PriceID, nil); price["tax_behavior"] != want.behavior {
					t.Errorf("at Stripe: %v", price)
				}
				bills, err := payments.InvoicesBy(context.Background(), l.db, l.customer().ID, 1)
				if err != nil || len(bills) != 1 || bills[0].Total != want.paid || bills[0].Tax != want.tax {
					t.Errorf("the bill: %+v, %v", bills, err)
				}
				l.pass(28 * aDay)
				if mails := strings.Join(shownMails(l), "\n"); !strings.Contains(mails, "tax "+want.behavior) {
					t.Errorf("the mails are %s", mails)
				}
			})
		})
	}
}

// TestTaxOfAChange: the preview and a scheduled change tell what the tax does to their price.
func TestTaxOfAChange(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.taxing()
		l.payTaxed(monthly("studio"))
		shown, err := l.service.Preview(context.Background(), l.user, monthly("starter"))
		if err != nil || shown.TaxBehavior != money.TaxExclusive {
			t.Errorf("the preview: %+v, %v", shown, err)
		}
		if err := l.service.ChangeLater(context.Background(), l.user, monthly("starter"), shown.At); err != nil {
			t.Fatal(err)
		}
		if sub := l.plan(); sub.TaxBehavior != money.TaxInclusive || sub.Next.TaxBehavior != money.TaxExclusive ||
			billing.RenewsAs(sub).TaxBehavior != money.TaxExclusive {
			t.Errorf("our copy: %+v", sub)
		}
	})
}

// TestTaxedLater: who sold without taxes and takes them now has other prices made; those who
// subscribed before keep theirs.
func TestTaxedLater(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		before := l.buyDeaf("starter")
		if before.TaxBehavior != "" {
			t.Errorf("without taxes: %q", before.TaxBehavior)
		}
		l.taxing()
		l.sync()
		if sub := l.plan(); sub.PriceID != before.PriceID || sub.TaxBehavior != "" {
			t.Errorf("who had it: %+v", sub)
		}
		l.user = l.newUser("grace@example.com")
		l.payTaxed(monthly("starter"))
		if sub := l.plan(); sub.PriceID == before.PriceID || sub.TaxBehavior != money.TaxExclusive {
			t.Errorf("who buys now: %+v", sub)
		}
	})
}
