package dashboard

import (
	"context"
	"errors"
	"maps"
	"slices"
	"time"

	"github.com/prokken/prokken/models/payments"
)

// sums are what the figures are made of, each by currency.
type sums struct {
	months     []payments.Day // of all movements, by month
	now, then  map[string]payments.Paid
	lost       map[string]int // since then, which is as long ago as churnTime
	lostNow    map[string]int // in the current month
	trialing   map[string]int
	currencies map[string]int
}

// readFigures makes the figures of the sums that syncs keep.
func (s *Reader) readFigures(ctx context.Context) ([]Figures, error) {
	now := s.clock.Now()
	read, err := s.readSums(ctx, now)
	if err != nil {
		return nil, err
	}
	var found []Figures
	for _, currency := range slices.Sorted(maps.Keys(read.currencies)) {
		found = append(found, read.figures(currency, now))
	}
	return found, nil
}

func (s *Reader) readSums(ctx context.Context, now time.Time) (read sums, err error) {
	ago, month := now.Add(-churnTime), time.Date(now.Year(), now.Month(), 1, 0, 0, 0, 0, time.UTC)
	since := firstMonth(now).Add(-time.Hour)
	var problems [7]error
	read.months, problems[0] = payments.DaysByMonth(ctx, s.db)
	read.now, problems[1] = payments.PaidAt(ctx, s.db, now)
	read.then, problems[2] = payments.PaidAt(ctx, s.db, ago)
	read.lost, problems[3] = payments.LostBetween(ctx, s.db, ago, now)
	read.lostNow, problems[4] = payments.LostBetween(ctx, s.db, month, now)
	read.trialing, problems[5] = payments.Trialing(ctx, s.db, since)
	read.currencies, problems[6] = payments.CurrenciesSince(ctx, s.db, since)
	return read, errors.Join(problems[:]...)
}

func (s sums) figures(currency string, now time.Time) Figures {
	paid := s.now[currency]
	f := Figures{
		Currency: currency, MRR: paid.Yearly / 12, Paying: int(paid.Paying), Trialing: s.trialing[currency],
		Churn: Churn{Paid: int(s.then[currency].Paying), Left: s.lost[currency]},
	}
	for start := firstMonth(now); !start.After(now); start = start.AddDate(0, 1, 0) {
		f.Months = append(f.Months, s.month(currency, start, now))
	}
	return f
}

// month is one month until its end, or until now.
func (s sums) month(currency string, start, now time.Time) Month {
	before, lost := s.before(currency, start)
	if next := start.AddDate(0, 1, 0); !next.After(now) {
		after, _ := s.before(currency, next)
		return Month{start, after.Yearly / 12, Churn{int(before.Paying), lost}}
	}
	return Month{start, s.now[currency].Yearly / 12, Churn{int(before.Paying), s.lostNow[currency]}}
}

// before is what was paid at the beginning of a month, and how many were lost in it.
func (s sums) before(currency string, start time.Time) (paid payments.Paid, lost int) {
	month := start.Format("2006-01")
	for _, sum := range s.months {
		switch {
		case sum.Currency != currency || sum.Day > month:
		case sum.Day == month:
			lost = int(sum.Lost)
		default:
			paid.Yearly += sum.Yearly
			paid.Paying += sum.Paying
		}
	}
	return paid, lost
}
