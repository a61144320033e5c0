// Package figures reads from the database what its operator watches: how much waits,
// since when, and what audits found. Start reading at [Read].
package figures

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Figures are what the database holds at a moment.
type Figures struct {
	Jobs     []Jobs
	Waiting  []WaitingJob
	Webhooks Webhooks
	Audits   []Audits
	Newest   *NewestAudit // of the site; nil where there is none yet
}

// Read reads all figures; Newest is about that site. Each is one statement, which an index
// answers or a table that is kept small.
func Read(ctx context.Context, db *models.DB, site models.SiteID) (f Figures, err error) {
	if f.Jobs, err = readJobs(ctx, db); err != nil {
		return f, err
	}
	if f.Waiting, err = readWaiting(ctx, db); err != nil {
		return f, err
	}
	if f.Webhooks, err = readWebhooks(ctx, db); err != nil {
		return f, err
	}
	if f.Audits, err = readAudits(ctx, db); err != nil {
		return f, err
	}
	f.Newest, err = readNewest(ctx, db, site)
	return f, err
}

// find scans the rows of one statement.
func find[T any](ctx context.Context, db *models.DB, statement string, values ...any) ([]T, error) {
	var rows []T
	err := db.Reader.WithContext(ctx).Raw(statement, values...).Scan(&rows).Error
	return rows, models.TranslateError(err)
}

// oldest is the one time that a statement finds; zero if it finds none.
func oldest(ctx context.Context, db *models.DB, statement string) (time.Time, error) {
	rows, err := find[struct{ Since time.Time }](ctx, db, statement)
	if err != nil || len(rows) == 0 {
		return time.Time{}, err
	}
	return rows[0].Since, nil
}
