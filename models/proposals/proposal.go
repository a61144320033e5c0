// Package proposals holds what audits contradict of published policies, and what the owners of the
// sites did about it. Start reading at [Proposal].
package proposals

import (
	"context"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm/clause"

	"github.com/prokken/prokken/models"
)

// Proposal is one thing that an audit found and the policy in effect does not say.
type Proposal struct {
	ID          uuid.UUID
	SiteID      models.SiteID
	Kind        string // of the finding
	Subject     string
	Detail      string
	What        string // in words for people
	AuditID     uuid.UUID
	FoundAt     time.Time
	ConfirmedAt *time.Time // nil: no second audit agreed yet
	ShowsAt     *time.Time // from when on the public page says it; nil with ConfirmedAt
	State       State
	Reason      string // why the owner says that it is wrong
	ClosedAt    *time.Time
}

// State is what became of a proposal.
type State string

// The states of a proposal.
const (
	Open      State = "open"
	Mended    State = "mended"    // a later audit did not find it any more
	Dismissed State = "dismissed" // the owner says that it is wrong, and why
)

// Create stores a proposal, unless the same is open already.
func Create(ctx context.Context, db *models.DB, p *Proposal) error {
	return models.TranslateError(models.Table[Proposal](db.Writer, clause.OnConflict{DoNothing: true}).Create(ctx, p))
}

// DeleteMended deletes the proposals that were mended before that time.
func DeleteMended(ctx context.Context, db *models.DB, before time.Time) error {
	return models.DeleteInSteps(ctx, db, "proposals", "id", "state = 'mended' AND closed_at < ?", before)
}

// Confirm notes that a second audit found the same, unless the owner has closed it meanwhile.
func Confirm(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID, now, shows time.Time) error {
	_, err := models.Table[Proposal](db.Writer).
		Where("site_id = ? AND id = ? AND state = ? AND confirmed_at IS NULL", site, id, Open).
		Updates(ctx, Proposal{ConfirmedAt: &now, ShowsAt: &shows})
	return models.TranslateError(err)
}

// Dismiss notes why the owner says that an open proposal is wrong; ErrConflict if it is not open.
func Dismiss(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID, reason string, now time.Time) error {
	return models.MustAffectOne(models.Table[Proposal](db.Writer).
		Where("site_id = ? AND id = ? AND state = ?", site, id, Open).
		Updates(ctx, Proposal{State: Dismissed, Reason: reason, ClosedAt: &now}))
}

// Mend notes that proposals are not found any more, whatever the owner said of them.
func Mend(ctx context.Context, db *models.DB, site models.SiteID, ids []uuid.UUID, now time.Time) error {
	_, err := models.Table[Proposal](db.Writer).Where("site_id = ? AND id IN ? AND state <> ?", site, ids, Mended).
		Updates(ctx, Proposal{State: Mended, ClosedAt: &now})
	return models.TranslateError(err)
}

// List returns the proposals of a site that are in one of the states, oldest first.
func List(ctx context.Context, db *models.DB, site models.SiteID, states ...State) ([]Proposal, error) {
	all, err := models.Table[Proposal](db.Reader).Where("site_id = ? AND state IN ?", site, states).
		Order("found_at, id").Find(ctx)
	return all, models.TranslateError(err)
}

// CountOpen counts the open proposals of each site of a user.
func CountOpen(ctx context.Context, db *models.DB, user uuid.UUID) (map[models.SiteID]int64, error) {
	var rows []struct {
		SiteID models.SiteID
		N      int64
	}
	err := db.Reader.WithContext(ctx).Model(&Proposal{}).Select("site_id, count(*) AS n").
		Where("state = ? AND site_id IN (SELECT site_id FROM memberships WHERE user_id = ?)", Open, user).
		Group("site_id").Scan(&rows).Error
	counts := map[models.SiteID]int64{}
	for _, row := range rows {
		counts[row.SiteID] = row.N
	}
	return counts, models.TranslateError(err)
}
