package figures

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// Audits is how many audits are in a state, and how many of those that are done passed or not.
type Audits struct {
	State  string
	Passed bool
	Count  int64
}

func readAudits(ctx context.Context, db *models.DB) ([]Audits, error) {
	return find[Audits](ctx, db, `SELECT state, passed, count(*) AS count FROM audits GROUP BY state, passed`)
}

// NewestAudit is what the newest audit of a site that is done says of its sentences and findings.
type NewestAudit struct {
	EndedAt        time.Time
	ClaimsHold     int64
	ClaimsFail     int64
	ClaimsTotal    int64
	FindingsHigh   int64
	FindingsMedium int64
	FindingsLow    int64
}

func readNewest(ctx context.Context, db *models.DB, site models.SiteID) (*NewestAudit, error) {
	rows, err := find[NewestAudit](ctx, db, `SELECT ended_at, claims_hold, claims_fail, claims_total,
		findings_high, findings_medium, findings_low
		FROM audits WHERE site_id = ? AND state = 'done' AND ended_at IS NOT NULL ORDER BY id DESC LIMIT 1`, site)
	if err != nil || len(rows) == 0 {
		return nil, err
	}
	return &rows[0], nil
}
