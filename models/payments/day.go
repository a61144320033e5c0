package payments

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Day is the sum of the movements of a day (UTC) in one currency. A movement at midnight belongs to the
// day before, so that all days before one sum up to how it was at its beginning. On the first day of a
// month, Lost is how many customers paid at its beginning and did not any more at its end.
type Day struct {
	Currency string `gorm:"primaryKey"`
	Day      string `gorm:"primaryKey"`
	Yearly   int64
	Paying   int64
	Lost     int64
}

// TableName names the table of days for GORM.
func (Day) TableName() string { return "billing_days" }

// daySums are what is added to days, by currency and day.
type daySums map[[2]string]Day

func (s daySums) on(currency, day string, add Day) {
	key := [2]string{currency, day}
	sum := s[key]
	s[key] = Day{currency, day, sum.Yearly + add.Yearly, sum.Paying + add.Paying, sum.Lost + add.Lost}
}

// add adds the movements of one customer, or takes them away where sign is -1.
func (s daySums) add(all []Movement, sign int64) {
	months := map[[2]string]int64{}
	for _, m := range all {
		counts := m.MovedAt.Add(-time.Millisecond).UTC()
		s.on(m.Currency, counts.Format(time.DateOnly), Day{Yearly: sign * m.Yearly, Paying: sign * m.Paying})
		months[[2]string{m.Currency, counts.Format("2006-01-") + "01"}] += m.Paying
	}
	for month, paying := range months {
		if paying < 0 { // who paid at its end, paid in it or before
			s.on(month[0], month[1], Day{Lost: sign})
		}
	}
}

// store adds the sums to what is there, always in the same order: nobody waits for each other.
func (s daySums) store(ctx context.Context, tx *models.DB) error {
	days := slices.SortedFunc(maps.Values(s), func(a, b Day) int {
		return cmp.Or(cmp.Compare(a.Currency, b.Currency), cmp.Compare(a.Day, b.Day))
	})
	days = slices.DeleteFunc(days, func(d Day) bool { return d.Yearly == 0 && d.Paying == 0 && d.Lost == 0 })
	if len(days) == 0 {
		return nil
	}
	added := clause.OnConflict{
		Columns: []clause.Column{{Name: "currency"}, {Name: "day"}},
		DoUpdates: clause.Assignments(map[string]any{
			"yearly": gorm.Expr("billing_days.yearly + excluded.yearly"), "paying": gorm.Expr("billing_days.paying + excluded.paying"),
			"lost": gorm.Expr("billing_days.lost + excluded.lost"),
		}),
	}
	return models.TranslateError(tx.Writer.WithContext(ctx).Clauses(added).Create(&days).Error)
}
