package notices

import (
	"cmp"
	"context"
	"fmt"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/stripeapi"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// How long ahead people are told of what comes with time.
const (
	beforeTrialEnds = 3 * 24 * time.Hour
	beforeCardEnds  = 30 * 24 * time.Hour
)

// beforeRenewal: who pays once a year has forgotten; who pays monthly has not.
var beforeRenewal = map[string]time.Duration{"year": 14 * 24 * time.Hour, "month": 3 * 24 * time.Hour}

// reminders are what comes with time: a trial or a card that ends, a renewal.
func (s *Notifier) reminders(all []payments.Subscription, details payments.CustomerDetails) []notification {
	var found []notification
	for _, sub := range all {
		if !s.renews(sub) {
			continue
		}
		found = append(found, s.reminder(sub, details)...)
		if card := details.Card; card != nil && s.isNear(lastDay(*card), beforeCardEnds) {
			found = append(
				found,
				notification{
					letter.CardExpiring{Plan: s.planOf(sub), Last4: card.Last4},
					fmt.Sprintf("%s#%s#%d-%d", sub.CustomerID, card.Last4, card.ExpYear, card.ExpMonth),
				},
			)
		}
	}
	return found
}

func (s *Notifier) reminder(sub payments.Subscription, details payments.CustomerDetails) []notification {
	renewal := s.renewal(sub, details)
	object := fmt.Sprintf("%s#%d", sub.ID, sub.CurrentPeriodEnd.Unix())
	if subscriptions.RenewsChanged(sub) { // so that who was told of one price is told of the other
		object += fmt.Sprintf("#%s#%d", sub.Next.PriceID, sub.Next.Quantity)
	}
	switch {
	case sub.Status == string(stripe.SubscriptionStatusTrialing):
		if s.isNear(sub.CurrentPeriodEnd, beforeTrialEnds) {
			return []notification{{letter.TrialEnding{Renewal: renewal}, object}}
		}
	case s.isNear(sub.CurrentPeriodEnd, beforeRenewal[sub.Interval]):
		return []notification{{letter.RenewalAhead{Renewal: renewal}, object}}
	}
	return nil
}

func (s *Notifier) renewal(sub payments.Subscription, details payments.CustomerDetails) letter.Renewal {
	then := subscriptions.RenewsAs(sub)
	interval := then.Interval
	if then.IntervalCount > 1 {
		interval = fmt.Sprintf("%d %ss", then.IntervalCount, then.Interval)
	}
	renewal := letter.Renewal{
		Plan: s.planOf(then), At: sub.CurrentPeriodEnd,
		Price: sum(then.Amount, sub.Currency), Interval: interval, TaxBehavior: then.TaxBehavior,
	}
	if next := subscriptions.RenewsFor(sub); next != then.Amount {
		renewal.Next = sum(next, sub.Currency)
	}
	if credit := details.Credit(); credit > 0 {
		renewal.Credit = sum(credit, sub.Currency)
	}
	return renewal
}

// planOf is what people know a plan by.
func (s *Notifier) planOf(sub payments.Subscription) string {
	return cmp.Or(sub.Title, s.catalog.Name(sub.PlanID))
}

func (s *Notifier) renews(sub payments.Subscription) bool {
	if sub.IsPaused() {
		return false
	}
	switch stripe.SubscriptionStatus(sub.Status) {
	case stripe.SubscriptionStatusActive, stripe.SubscriptionStatusTrialing:
		return subscriptions.Ends(sub) == nil
	default:
		return false
	}
}

func (s *Notifier) isNear(at time.Time, ahead time.Duration) bool {
	left := at.Sub(s.clock.Now())
	return left > 0 && left <= ahead
}

// lastDay is the end of the month that stands on the card.
func lastDay(c payments.Card) time.Time {
	return time.Date(c.ExpYear, time.Month(c.ExpMonth)+1, 1, 0, 0, 0, 0, time.UTC)
}

// Remind tells everyone of what comes with time. It asks Stripe nothing, and is
// safe many times.
func (s *Notifier) Remind(ctx context.Context) error {
	for after := uuid.Nil; ; {
		some, err := payments.Customers(ctx, s.db, after, stripeapi.PageSize)
		if err != nil || len(some) == 0 {
			return err
		}
		for _, c := range some {
			if err := s.remind(ctx, c); err != nil {
				return err
			}
			after = c.ID
		}
	}
}

func (s *Notifier) remind(ctx context.Context, c payments.Customer) error {
	all, err := payments.SubscriptionsBy(ctx, s.db, c.ID)
	if err != nil {
		return err
	}
	due := s.reminders(all, c.Details)
	if len(due) == 0 {
		return nil
	}
	return s.db.Transaction(ctx, func(tx *models.DB) error { return s.notifyAll(ctx, tx, c, due) })
}
