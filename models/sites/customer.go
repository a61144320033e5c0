package sites

import (
	"context"
	"time"

	"gorm.io/gorm"

	"github.com/prokken/prokken/models"
)

// SaveSettings stores what the owner says of a site.
func SaveSettings(ctx context.Context, db *models.DB, site models.SiteID, s Settings) error {
	return models.MustAffectOne(gorm.G[Site](db.Writer).
		Select("name", "contact", "zone", "accent", "notice_days").
		Where("id = ?", site).Updates(ctx, Site{Settings: s}))
}

// SetState moves a site from one of the states into another; ErrConflict if it is in none of them.
func SetState(ctx context.Context, db *models.DB, site models.SiteID, from []State, to State, reason string, now time.Time) error {
	return models.MustAffectOne(gorm.G[Site](db.Writer).Select("state", "state_since", "state_reason", "next_audit_at").
		Where("id = ? AND state IN ?", site, from).
		Updates(ctx, Site{State: to, StateSince: &now, StateReason: reason}))
}

// Rename gives a site another slug; ErrConflict if that is taken.
func Rename(ctx context.Context, db *models.DB, site models.SiteID, slug string) error {
	return models.MustAffectOne(gorm.G[Site](db.Writer).Where("id = ?", site).Update(ctx, "slug", slug))
}

// ScheduleAudit stores when a site is audited next, and what that follows from.
func ScheduleAudit(ctx context.Context, db *models.DB, s Site) error {
	return models.MustAffectOne(gorm.G[Site](db.Writer).Select("next_audit_at", "audit_days", "unchanged_since").
		Where("id = ?", s.ID).Updates(ctx, s))
}

// DueAudits returns at most n sites that are to be audited by now, those that wait longest first.
func DueAudits(ctx context.Context, db *models.DB, now time.Time, n int) ([]Site, error) {
	all, err := gorm.G[Site](db.Reader).Where("next_audit_at <= ?", now).Order("next_audit_at").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// InState returns at most n sites that are in the state since before that time.
func InState(ctx context.Context, db *models.DB, state State, before time.Time, n int) ([]Site, error) {
	all, err := gorm.G[Site](db.Reader).Where("state = ? AND state_since < ?", state, before).
		Order("state_since").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// Customers lists at most n sites of customers, newest first: those before the one given, or, for
// the zero id, the newest.
func Customers(ctx context.Context, db *models.DB, before models.SiteID, n int) ([]Site, error) {
	query := gorm.G[Site](db.Reader).Where("kind = ? AND state <> ?", CustomerSite, Trial).Order("id DESC").Limit(n)
	if before != (models.SiteID{}) {
		query = query.Where("id < ?", before)
	}
	all, err := query.Find(ctx)
	return all, models.TranslateError(err)
}
