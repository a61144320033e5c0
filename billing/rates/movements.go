package rates

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/billing/subscriptions"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/payments"
)

// Count notes when it changes what a customer pays, as their subscriptions and rates are in the transaction.
// It comes last there: others who count the same day wait for its end.
func Count(ctx context.Context, tx *models.DB, customer uuid.UUID) error {
	all, err := payments.SubscriptionsBy(ctx, tx, customer)
	if err != nil {
		return err
	}
	known, err := payments.RatesBy(ctx, tx, customer)
	if err != nil {
		return err
	}
	byCurrency := map[string][]History{}
	for _, sub := range all {
		byCurrency[sub.Currency] = append(byCurrency[sub.Currency], HistoryOf(sub, known[sub.ID]))
	}
	var movements []payments.Movement
	for currency, some := range byCurrency {
		movements = append(movements, movementsOf(customer, currency, some)...)
	}
	return payments.StoreMovements(ctx, tx, customer, movements)
}

// movementsOf are the changes of the sum of all that a customer has in a currency.
func movementsOf(customer uuid.UUID, currency string, all []History) []payments.Movement {
	var movements []payments.Movement
	var before payments.Paid
	for _, at := range turns(all) {
		now := paid(all, at)
		if now != before {
			movements = append(movements, payments.Movement{
				CustomerID: customer, Currency: currency, MovedAt: at, Yearly: now.Yearly - before.Yearly, Paying: now.Paying - before.Paying,
			})
		}
		before = now
	}
	return movements
}

// turns are the moments at which a rate begins or a subscription ends, in their order.
func turns(all []History) []time.Time {
	var times []time.Time
	for _, h := range all {
		for _, rate := range h.rates {
			times = append(times, rate.Since)
		}
		if h.EndedAt != nil {
			times = append(times, *h.EndedAt)
		}
	}
	slices.SortFunc(times, time.Time.Compare)
	return slices.CompactFunc(times, time.Time.Equal)
}

// paid is what one customer paid then, in a year; Paying is 1 where that was anything.
func paid(all []History, at time.Time) (sum payments.Paid) {
	for _, h := range all {
		if rate, pays := h.Rate(at); pays {
			sum.Yearly += rate.Amount * subscriptions.PaymentsPerYear(rate.Interval)
			sum.Paying = 1
		}
	}
	return sum
}
