package dashboard

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"github.com/stripe/stripe-go/v79"

	"github.com/prokken/prokken/billing/rates"
	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models/payments"
)

// Figures holds how the business goes, in one currency. Money is before discounts and
// tax; the past is counted at what was paid then (see noteRates for what of it is
// approximate).
type Figures struct {
	Currency string
	MRR      int64 // in the currency's smallest unit
	Paying   int   // members
	Trialing int
	Churn    Churn   // of the last 30 days
	Months   []Month // the last twelve, oldest first; the last one is until now
}

// Month is one month (UTC): what came in monthly at its end, and who left in it.
type Month struct {
	Start time.Time
	MRR   int64
	Churn Churn
}

// Churn is how many members paid at the start of a time, and how many of them
// did not any more at its end.
type Churn struct{ Paid, Left int }

// Percent returns the part that left.
func (c Churn) Percent() float64 {
	if c.Paid == 0 {
		return 0
	}
	return 100 * float64(c.Left) / float64(c.Paid)
}

const (
	shownMonths = 12
	churnTime   = 30 * 24 * time.Hour
)

// Figures returns the figures of each currency, by its name, from the database alone: from the sums that syncs
// keep, or, as long as there is somebody whom none has counted, from every subscription.
func (s *Reader) Figures(ctx context.Context) ([]Figures, error) {
	counted, err := payments.AllCounted(ctx, s.db)
	if err != nil {
		return nil, err
	}
	if counted {
		return s.readFigures(ctx)
	}
	return s.CountFigures(ctx)
}

// firstMonth is the beginning of the first month that is shown.
func firstMonth(now time.Time) time.Time {
	return time.Date(now.Year(), now.Month()-shownMonths+1, 1, 0, 0, 0, 0, time.UTC)
}

// CountFigures returns the same figures by going through every subscription. They are what the sums have to
// come to.
func (s *Reader) CountFigures(ctx context.Context) ([]Figures, error) {
	now := s.clock.Now()
	first := firstMonth(now)
	all, err := payments.SubscriptionsSince(ctx, s.db, first.Add(-time.Hour))
	if err != nil {
		return nil, err
	}
	known, err := payments.RatesSince(ctx, s.db, first.Add(-time.Hour))
	if err != nil {
		return nil, err
	}
	byCurrency := map[string][]rates.History{}
	for _, sub := range all {
		byCurrency[sub.Currency] = append(byCurrency[sub.Currency], rates.HistoryOf(sub, known[sub.ID]))
	}
	var found []Figures
	for currency, some := range byCurrency {
		found = append(found, figuresOf(currency, some, first, now))
	}
	slices.SortFunc(found, func(a, b Figures) int { return cmp.Compare(a.Currency, b.Currency) })
	return found, nil
}

func figuresOf(currency string, all []rates.History, first, now time.Time) Figures {
	f := Figures{
		Currency: currency, MRR: mrr(all, now), Paying: len(payers(all, now)),
		Churn: churn(all, now.Add(-churnTime), now),
	}
	trialing := map[uuid.UUID]bool{}
	for _, sub := range all {
		if sub.Status == string(stripe.SubscriptionStatusTrialing) {
			trialing[sub.CustomerID] = true
		}
	}
	f.Trialing = len(trialing)
	for start := first; !start.After(now); start = start.AddDate(0, 1, 0) {
		end := start.AddDate(0, 1, 0)
		if end.After(now) {
			end = now
		}
		f.Months = append(f.Months, Month{start, mrr(all, end), churn(all, start, end)})
	}
	return f
}

func mrr(all []rates.History, at time.Time) int64 {
	var yearly int64
	for _, sub := range all {
		if rate, pays := sub.Rate(at); pays {
			yearly += rate.Amount * subscriptions.PaymentsPerYear(rate.Interval)
		}
	}
	return yearly / 12
}

func payers(all []rates.History, at time.Time) map[uuid.UUID]bool {
	found := map[uuid.UUID]bool{}
	for _, sub := range all {
		if _, pays := sub.Rate(at); pays {
			found[sub.CustomerID] = true
		}
	}
	return found
}

// churn counts members: one who changed from one subscription to another stayed.
func churn(all []rates.History, from, until time.Time) Churn {
	before, after := payers(all, from), payers(all, until)
	c := Churn{Paid: len(before)}
	for customer := range before {
		if !after[customer] {
			c.Left++
		}
	}
	return c
}
