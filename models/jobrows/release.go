package jobrows

import (
	"context"
	"fmt"
	"time"

	"gorm.io/gorm"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Release lets jobs of the kinds be worked again at once that are at work for longer than that, and
// returns how many they are. The clock is the database's. A job at its last attempt is left alone.
func Release(ctx context.Context, db *models.DB, kinds []string, longer time.Duration) (int, error) {
	now := gorm.Expr(moment(db.Dialect(), 0))
	n, err := models.Table[JobState](db.Writer).
		Where("state = 'running' AND kind IN ? AND attempt < max_attempts", kinds).
		Where("attempted_at < "+moment(db.Dialect(), -longer)).
		Set(ctx,
			clause.Assignment{Column: clause.Column{Name: "state"}, Value: gorm.Expr("'available'")},
			clause.Assignment{Column: clause.Column{Name: "scheduled_at"}, Value: now},
		)
	return n, models.TranslateError(err)
}

// BringForward lets jobs be worked now that are due, and are dated later than that by the
// database's clock: a server whose clock was wrong dated them. It returns how many they are.
func BringForward(ctx context.Context, db *models.DB, later time.Duration) (int, error) {
	now := gorm.Expr(moment(db.Dialect(), 0))
	n, err := models.Table[JobState](db.Writer).
		Where("state = 'available' AND scheduled_at > "+moment(db.Dialect(), later)).
		Set(ctx, clause.Assignment{Column: clause.Column{Name: "scheduled_at"}, Value: now})
	return n, models.TranslateError(err)
}

// moment is the one that long after now, by the database's clock and as River writes it.
func moment(dialect models.Dialect, after time.Duration) string {
	seconds := int(after.Seconds())
	if dialect == models.SQLite {
		return fmt.Sprintf("datetime('now', 'subsec', '%+d seconds')", seconds)
	}
	return fmt.Sprintf("now() + interval '%d seconds'", seconds)
}
