package billing_test

import (
	"context"
	"errors"
	"net/url"
	"testing"

	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
)

// paidWith is the end of the card that pays the plan, and whether taxes are computed.
func (l life) paidWith() (string, bool) {
	l.t.Helper()
	sub := l.ask("GET", "subscriptions/"+l.plan().ID+"?expand[]=default_payment_method", nil)
	method, _ := sub["default_payment_method"].(map[string]any)
	card, _ := method["card"].(map[string]any)
	last, _ := card["last4"].(string)
	tax, _ := sub["automatic_tax"].(map[string]any)
	return last, tax["enabled"] == true
}

// TestHowItIsPaidStays over a scheduled change: a phase that names no card and no
// taxes has none.
func TestHowItIsPaidStays(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.ask("POST", "customers/"+l.customer().StripeID, url.Values{"address[country]": {"DE"}})
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"automatic_tax[enabled]": {"true"}})
		l.later(monthly("starter"))
		if card, tax := l.paidWith(); card != "4242" || !tax {
			t.Errorf("scheduled: %s, %v", card, tax)
		}
		l.pass(aMonth)
		if card, tax := l.paidWith(); card != "4242" || !tax || l.newestBill().AmountPaid != 990 {
			t.Errorf("changed: %s, %v, %+v", card, tax, l.newestBill())
		}
		l.wants("changed", "active", 1, letter.Receipt{}, letter.Receipt{})
	})
}

// TestCardChangedMeanwhile pays the change: the one that it replaced may pay no more.
func TestCardChangedMeanwhile(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		l.buySelection(monthly("studio"))
		l.changeCard(cardThatFailsLater)
		l.later(monthly("starter"))
		l.changeCard(goodCard)
		for range 2 {
			l.sync()
		}
		l.wantsNext("with another card", "starter", 900)
		l.pass(aMonth)
		if card, _ := l.paidWith(); card != "4242" || l.plan().PlanID != "starter" || l.newestBill().AmountPaid != 900 {
			t.Errorf("paid with %s: %+v", card, l.newestBill())
		}
		l.pass(aMonth)
		l.wants("goes on", "active", 1, letter.Receipt{}, letter.Receipt{}, letter.Receipt{})
	})
}

// TestLaterOfWhatWasCancelled behind our back: the plan ends all the same, and nothing
// more is paid.
func TestLaterOfWhatWasCancelled(t *testing.T) {
	lives(t, func(t *testing.T, l life) {
		ctx := context.Background()
		l.buySelection(monthly("studio"))
		at := l.stand.Now().Unix()
		l.ask("POST", "subscriptions/"+l.plan().ID, url.Values{"cancel_at_period_end": {"true"}})
		if err := l.service.ChangeLater(ctx, l.user, monthly("starter"), at); !errors.Is(err, models.ErrConflict) {
			t.Errorf("got %v", err)
		}
		if sub := l.plan(); !sub.CancelAtPeriodEnd || sub.ScheduleID != "" || sub.Next.At != nil {
			t.Errorf("%+v", sub)
		}
		l.pass(aMonth)
		l.wants("ended", "canceled", 0, letter.Receipt{}, letter.PlanCancelled{}, letter.PlanEnded{})
	})
}
