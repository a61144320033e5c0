package billing_test

import (
	"context"
	"net/url"
	"strings"
	"testing"

	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/mail/letter"
)

// promises compares what a change to Studio says of the next payment.
func (l life) promises(next int64) {
	l.t.Helper()
	shown, err := l.service.Preview(context.Background(), l.user, monthly("studio"))
	if err != nil || shown.Next != next || shown.Then != 2900 {
		l.t.Errorf("then %d, next %d, want %d: %v", shown.Then, shown.Next, next, err)
	}
}

// TestDiscountsAreAllTold: two of them are both named, and both off what the next payment
// is said to come to; what costs nothing is not said to go on for its price.
func TestDiscountsAreAllTold(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		coupon := func(form url.Values) string { return l.ask("POST", "coupons", form)["id"].(string) }
		half := coupon(url.Values{"name": {"Half"}, "percent_off": {"50"}, "duration": {"forever"}})
		less := coupon(url.Values{"name": {"Less"}, "amount_off": {"100"}, "currency": {"usd"}, "duration": {"forever"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{
			"discounts[0][coupon]": {half}, "discounts[1][coupon]": {less},
		})
		l.sync()
		if sub := l.plan(); billing.RenewsFor(sub) != 350 || sub.Discount != "Half, Less" {
			t.Errorf("%d with %q", billing.RenewsFor(sub), sub.Discount)
		}
		l.promises(2900/2 - 100)
		once := coupon(url.Values{"percent_off": {"50"}, "duration": {"once"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"discounts[0][coupon]": {once}})
		l.sync()
		l.promises(2900) // the change uses it up
		free := coupon(url.Values{"percent_off": {"100"}, "duration": {"forever"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"discounts[0][coupon]": {free}})
		l.pass(28 * aDay)
		if sub := l.plan(); billing.RenewsFor(sub) != 0 || sub.Discount != "100 % off" {
			t.Errorf("%d with %q", billing.RenewsFor(sub), sub.Discount)
		}
		if mails := strings.Join(shownMails(l), "\n"); !strings.Contains(mails, "goes on for 0 usd") {
			t.Errorf("the mails are %s", mails)
		}
		l.pass(4 * aDay)
		l.wants("renewed", "active", 1, letter.Receipt{}, letter.RenewalAhead{})
	})
}

// TestDiscountOfTheCustomer is off every plan that has none of its own, and is told as one.
func TestDiscountOfTheCustomer(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buyDeaf("starter")
		coupon := func(form url.Values) string { return l.ask("POST", "coupons", form)["id"].(string) }
		friends := coupon(url.Values{"name": {"Friends"}, "percent_off": {"50"}, "duration": {"forever"}})
		l.ask("POST", "customers/"+l.customer().StripeID, url.Values{"coupon": {friends}})
		l.sync()
		if sub := l.plan(); billing.RenewsFor(sub) != 450 || sub.Discount != "Friends" {
			t.Errorf("%d with %q", billing.RenewsFor(sub), sub.Discount)
		}
		l.promises(2900 / 2)
		l.pass(28 * aDay)
		l.pass(4 * aDay)
		mails := strings.Join(shownMails(l), "\n")
		if !strings.Contains(mails, "goes on for 450 usd") || !strings.Contains(mails, "receipt of 450 usd") {
			t.Errorf("the mails are %s", mails)
		}
		less := coupon(url.Values{"name": {"Less"}, "amount_off": {"100"}, "currency": {"usd"}, "duration": {"forever"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"discounts[0][coupon]": {less}})
		l.sync()
		if sub := l.plan(); billing.RenewsFor(sub) != 800 || sub.Discount != "Less" {
			t.Errorf("its own: %d with %q", billing.RenewsFor(sub), sub.Discount)
		}
		l.ask("POST", "customers/"+l.customer().StripeID, url.Values{"coupon": {""}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"discounts": {""}})
		l.sync()
		if sub := l.plan(); billing.RenewsFor(sub) != 900 || sub.Discount != "" {
			t.Errorf("taken away: %d with %q", billing.RenewsFor(sub), sub.Discount)
		}
	})
}
