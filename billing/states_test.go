package billing_test

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models/payments"
	billingview "github.com/prokken/prokken/views/billing"
)

// alerts are the kinds of alerts that are open.
func (l life) alerts() []string {
	l.t.Helper()
	open, err := payments.OpenAlerts(context.Background(), l.db, 50)
	if err != nil {
		l.t.Fatal(err)
	}
	var kinds []string
	for _, a := range open {
		kinds = append(kinds, a.Kind)
	}
	return kinds
}

// TestPausedPayments: what costs nothing is told as that, is no income, and raises an alert.
func TestPausedPayments(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"pause_collection[behavior]": {"void"}})
		l.sync()
		sub := l.plan()
		if !sub.IsPaused() || !slices.Contains(l.alerts(), billing.AlertPaused) {
			t.Errorf("%+v, alerts %v", sub, l.alerts())
		}
		page := billingview.Billing{Account: billing.Account{Subscription: &sub}, Now: l.stand.Now()}
		if words, _ := page.Period(); strings.Contains(words, "Renews") || !strings.Contains(page.Status(), "paused") {
			t.Errorf("the page says %q, %q", page.Status(), words)
		}
		figures, err := l.service.Figures(context.Background())
		if err != nil || len(figures) != 1 || figures[0].MRR != 0 {
			t.Errorf("%+v, %v", figures, err)
		}
		l.pass(28 * aDay)
		if slices.Contains(l.letters(), letter.RenewalAhead{}.Kind()) {
			t.Error("a renewal is announced that is not charged")
		}
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"pause_collection": {""}})
		l.sync()
		if l.plan().IsPaused() {
			t.Error("it is still paused")
		}
	})
}

// TestDashboardPrice: what somebody made in Stripe's dashboard is shown by its name and at
// its real price, and counted by the month.
func TestDashboardPrice(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.checkout("starter")
		product := l.ask("POST", "products", url.Values{"name": {"Rescue"}})["id"].(string)
		price := l.ask("POST", "prices", url.Values{
			"product": {product}, "currency": {"usd"}, "unit_amount": {"3000"},
			"recurring[interval]": {"month"}, "recurring[interval_count]": {"3"},
		})["id"].(string)
		l.ask("POST", "subscriptions", url.Values{
			"customer": {l.customer().StripeID}, "items[0][price]": {price}, "trial_period_days": {"1"},
		})
		l.sync()
		sub := l.plan()
		if sub.Title != "Rescue" || billingview.Cost(sub) != "$30 every 3 months" {
			t.Errorf("%q, %q", sub.Title, billingview.Cost(sub))
		}
		l.changeCard("4242424242424242")
		l.pass(2 * aDay)
		figures, err := l.service.Figures(context.Background())
		if err != nil || len(figures) != 1 || figures[0].MRR != 1000 {
			t.Errorf("%+v, %v", figures, err)
		}
		if !slices.Contains(l.alerts(), billing.AlertUnknownPrice) {
			t.Errorf("the alerts are %v", l.alerts())
		}
	})
}

// TestSeveralPrices: all of them are counted, the first one gives, and an alert tells of it.
func TestSeveralPrices(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		product := l.ask("POST", "products", url.Values{"name": {"Rescue"}})["id"].(string)
		price := l.ask("POST", "prices", url.Values{
			"product": {product}, "currency": {"usd"}, "unit_amount": {"500"}, "recurring[interval]": {"month"},
		})["id"].(string)
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{
			"items[0][price]": {price}, "proration_behavior": {"none"},
		})
		l.sync()
		if sub := l.plan(); sub.Items != 2 || sub.Amount != 1400 {
			t.Errorf("%d prices, %d in all", sub.Items, sub.Amount)
		}
		if !slices.Contains(l.alerts(), billing.AlertUnknownPrice) {
			t.Errorf("the alerts are %v", l.alerts())
		}
	})
}

// TestPromisedPrice: one more of a plan costs what was promised, after its price rose.
func TestPromisedPrice(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(seats(2))
		l.settings.Plans = slices.Clone(plans)
		l.settings.Plans[1].Prices = both(9900)
		l.deafen()
		l.syncCatalog() // the old price is archived
		preview, err := l.service.Preview(context.Background(), l.user, seats(3))
		if err != nil || preview.Then != 3*2900 {
			t.Fatalf("%+v, %v", preview, err)
		}
		if err := l.service.Change(context.Background(), l.user, seats(3), preview.At); err != nil {
			t.Fatal(err)
		}
		if got := l.plan().Amount; got != 3*2900 {
			t.Errorf("it costs %d", got)
		}
	})
}

// TestNewAddressGoesToStripe once; another one that was given there stays.
func TestNewAddressGoesToStripe(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		path := "customers/" + l.customer().StripeID
		l.ask("POST", path, url.Values{"email": {"books@example.com"}})
		l.sync()
		if got := l.ask("GET", path, nil)["email"]; got != "books@example.com" {
			t.Errorf("without a change: %v", got)
		}
		if err := l.db.Writer.Exec("UPDATE users SET email = 'countess@example.com' WHERE id = ?", l.user.ID).Error; err != nil {
			t.Fatal(err)
		}
		l.sync()
		if got := l.ask("GET", path, nil)["email"]; got != "countess@example.com" || l.customer().Details.Email != got {
			t.Errorf("after the change: %v, %q", got, l.customer().Details.Email)
		}
	})
}

// TestDetachedCardIsFollowed: the event names its customer only in what was before.
func TestDetachedCardIsFollowed(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		hearing := billing.New(l.db, l.settings)
		before := l.customer()
		payload := []byte(`{"id":"evt_detached","object":"event","type":"payment_method.detached","data":{
			"object":{"id":"pm_1","object":"payment_method","customer":null},"previous_attributes":{"customer":"` + before.StripeID + `"}}}`)
		if err := hearing.Receive(context.Background(), payload, sign(payload, secret, time.Now())); err != nil {
			t.Fatal(err)
		}
		if after := l.customer(); after.DirtySeq != before.DirtySeq+1 {
			t.Errorf("%d hints", after.DirtySeq-before.DirtySeq)
		}
	})
}

// TestDeletedAtStripe: the portal says so, and buying again makes a new customer.
func TestDeletedAtStripe(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		gone := l.customer().StripeID
		l.ask("DELETE", "customers/"+gone, nil)
		l.sync()
		if !l.customer().Details.Deleted {
			t.Error("our copy does not know it")
		}
		if _, err := l.service.Portal(context.Background(), l.user, billing.PortalCard, "/"); err == nil ||
			!strings.Contains(err.Error(), "deleted at Stripe") {
			t.Errorf("the portal: %v", err)
		}
		if address := l.checkout("starter"); address == "" || l.customer().StripeID == gone {
			t.Error("they cannot buy again")
		}
	})
}
