// Package rates keeps what subscriptions cost over time, which Stripe does not
// tell: a sync notes each change, and the dashboard counts by them. Stripesync and
// dashboard call it. Start reading at [Note].
package rates

import (
	"context"
	"time"

	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Note keeps what subscriptions cost, and whether they do: Stripe tells only
// how it is now. What is approximate: a change counts from the sync that saw it,
// and what was before the first sync is guessed by firstRate.
func Note(
	ctx context.Context, tx *models.DB, c payments.Customer, all []payments.Subscription, now time.Time,
) error {
	known, err := payments.RatesBy(ctx, tx, c.ID)
	for _, sub := range all {
		if err != nil {
			return err
		}
		if rate, isNew := nextRate(sub, known[sub.ID], now); isNew {
			err = payments.AddRate(ctx, tx, &rate)
		}
	}
	return err
}

// nextRate is the rate now, if it is another than the last one known. The end of a
// subscription is known by itself.
func nextRate(
	sub payments.Subscription, known []payments.SubscriptionRate, now time.Time,
) (payments.SubscriptionRate, bool) {
	if len(known) == 0 {
		return firstRate(sub)
	}
	last, rate := known[len(known)-1], payments.SubscriptionRate{SubscriptionID: sub.ID, Since: now}
	if costs(sub) {
		rate.Amount, rate.Interval = perInterval(sub), sub.Interval
	}
	if end := sub.TrialEndsAt; last.Interval == "" && end != nil && end.After(last.Since) && end.Before(now) {
		rate.Since = *end
	}
	return rate, sub.EndedAt == nil && (rate.Amount != last.Amount || rate.Interval != last.Interval)
}

// firstRate is what a subscription tells of its past: that it always cost the same,
// but for its trial. There is none of what never began or stopped without an end.
func firstRate(sub payments.Subscription) (payments.SubscriptionRate, bool) {
	rate := payments.SubscriptionRate{
		SubscriptionID: sub.ID, Since: sub.StartedAt, Amount: perInterval(sub), Interval: sub.Interval,
	}
	if sub.TrialEndsAt != nil && sub.TrialEndsAt.After(rate.Since) {
		rate.Since = *sub.TrialEndsAt
	}
	return rate, costs(sub) || sub.Status == string(stripe.SubscriptionStatusCanceled) && sub.EndedAt != nil
}

// perInterval is what a subscription costs for one of its intervals.
func perInterval(sub payments.Subscription) int64 { return sub.Amount / max(sub.IntervalCount, 1) }

// costs reports whether a subscription is paid for: a payment that is late counts,
// a trial does not, nor does one whose payments are paused.
func costs(sub payments.Subscription) bool {
	if sub.IsPaused() {
		return false
	}
	return sub.Status == string(stripe.SubscriptionStatusActive) ||
		sub.Status == string(stripe.SubscriptionStatusPastDue)
}

// History is a subscription with its rates, the oldest first.
type History struct {
	payments.Subscription
	rates []payments.SubscriptionRate
}

// HistoryOf returns a subscription with its rates; the current one stands for all where
// none is known.
func HistoryOf(sub payments.Subscription, known []payments.SubscriptionRate) History {
	if first, costs := firstRate(sub); len(known) == 0 && costs {
		known = []payments.SubscriptionRate{first}
	}
	return History{sub, known}
}

// Rate returns what was paid then, as far as we know; false: nothing.
func (r History) Rate(at time.Time) (payments.SubscriptionRate, bool) {
	var found payments.SubscriptionRate
	if r.EndedAt != nil && !at.Before(*r.EndedAt) {
		return found, false
	}
	for _, rate := range r.rates {
		if !at.Before(rate.Since) {
			found = rate
		}
	}
	return found, found.Interval != ""
}
