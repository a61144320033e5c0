package sites

import (
	"context"
	"time"

	"github.com/prokken/prokken/models"
)

// SaveSettings stores what the owner says of a site.
func SaveSettings(ctx context.Context, db *models.DB, site models.SiteID, s Settings) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).
		Select("name", "contact", "zone", "accent", "notice_days").
		Where("id = ?", site).Updates(ctx, Site{Settings: s}))
}

// SetState moves a site from one of the states into another; ErrConflict if it is in none of them.
func SetState(ctx context.Context, db *models.DB, site models.SiteID, from []State, to State, reason string, now time.Time) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("state", "state_since", "state_reason", "next_audit_at", "pauses_at").
		Where("id = ? AND state IN ?", site, from).
		Updates(ctx, Site{State: to, StateSince: &now, StateReason: reason}))
}

// SetHostLost notes since when the site's host does not show that it is its owner's; nil: it does.
func SetHostLost(ctx context.Context, db *models.DB, site models.SiteID, since *time.Time) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("host_lost_at").Where("id = ?", site).Updates(ctx, Site{HostLostAt: since}))
}

// Rename gives a site another slug; ErrConflict if that is taken.
func Rename(ctx context.Context, db *models.DB, site models.SiteID, slug string) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Where("id = ?", site).Update(ctx, "slug", slug))
}

// ScheduleAudit stores when a site is audited next, and what that follows from.
func ScheduleAudit(ctx context.Context, db *models.DB, s Site) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("next_audit_at", "audit_days", "unchanged_since").
		Where("id = ?", s.ID).Updates(ctx, s))
}

// SaveLook stores what a look without a browser saw, which audit was asked for with it, and when the site is
// audited next; ErrConflict if that is not due any more at the time that was read.
func SaveLook(ctx context.Context, db *models.DB, due time.Time, s Site) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("look", "look_audit_id", "next_audit_at").
		Where("id = ? AND next_audit_at = ?", s.ID, due).Updates(ctx, s))
}

// ForgetLook has the next audit of a site done by a browser.
func ForgetLook(ctx context.Context, db *models.DB, site models.SiteID) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Where("id = ?", site).Update(ctx, "look_audit_id", nil))
}

// NoteLook notes that a look stood in for an audit, and when something is looked at next; ErrConflict if that
// is not due any more at the time that was read.
func NoteLook(ctx context.Context, db *models.DB, due time.Time, s Site) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("looked_at", "next_audit_at").
		Where("id = ? AND next_audit_at = ?", s.ID, due).Updates(ctx, s))
}

// DueAudits returns at most n sites that are to be audited by now, those that wait longest first.
func DueAudits(ctx context.Context, db *models.DB, now time.Time, n int) ([]Site, error) {
	all, err := models.Table[Site](db.Reader).Where("next_audit_at <= ?", now).Order("next_audit_at").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// InState returns at most n sites that are in the state since before that time.
func InState(ctx context.Context, db *models.DB, state State, before time.Time, n int) ([]Site, error) {
	all, err := models.Table[Site](db.Reader).Where("state = ? AND state_since < ?", state, before).
		Order("state_since").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}

// Customers lists at most n sites of customers, newest first: those before the one given, or, for
// the zero id, the newest.
func Customers(ctx context.Context, db *models.DB, before models.SiteID, n int) ([]Site, error) {
	query := models.Table[Site](db.Reader).Where("kind = ? AND state <> ?", CustomerSite, Trial).Order("id DESC").Limit(n)
	if before != (models.SiteID{}) {
		query = query.Where("id < ?", before)
	}
	all, err := query.Find(ctx)
	return all, models.TranslateError(err)
}

// TrialsSince returns when the sites of the front door were asked for since that time, oldest
// first: by that network, or, for "", by all. Those that somebody keeps by now count no more.
func TrialsSince(ctx context.Context, db *models.DB, network string, since time.Time) ([]time.Time, error) {
	query := db.Reader.WithContext(ctx).Model(&Site{}).Where("network <> '' AND created_at > ?", since)
	if network != "" {
		query = query.Where("network = ?", network)
	}
	var at []time.Time
	err := query.Order("created_at").Pluck("created_at", &at).Error
	return at, models.TranslateError(err)
}

// BecomeOf moves a site of the front door into the state that it has with its owner, and forgets
// the network that asked for it; ErrConflict if it is no trial any more.
func BecomeOf(ctx context.Context, db *models.DB, site models.SiteID, to State, now time.Time) error {
	return models.MustAffectOne(models.Table[Site](db.Writer).Select("state", "state_since", "network").
		Where("id = ? AND state = ?", site, Trial).Updates(ctx, Site{State: to, StateSince: &now}))
}

// forgotten are the tables of what is deleted with a site. What stays: the site itself, so that
// nobody gets its address, and its published versions, which are signed in a chain.
var forgotten = []string{"memberships", "site_hosts", "observations", "proposals", "abuse_reports", "audits"}

// Forget deletes what belongs to a site, and takes its published versions from its readers.
func Forget(ctx context.Context, db *models.DB, s Site, now time.Time) error {
	write := db.Writer.WithContext(ctx)
	for _, table := range []string{"policy_translations", "policy_versions"} { // those name these
		drafts := "DELETE FROM " + table + " WHERE state <> 'published' AND policy_id IN (SELECT id FROM policies WHERE site_id = ?)"
		if err := write.Exec(drafts, s.ID).Error; err != nil {
			return models.TranslateError(err)
		}
	}
	for _, table := range forgotten {
		if err := write.Exec("DELETE FROM "+table+" WHERE site_id = ?", s.ID).Error; err != nil {
			return models.TranslateError(err)
		}
	}
	gone := Site{State: Deleted, StateSince: &now, AuditDays: 1, Settings: Settings{Zone: s.Zone}}
	return models.MustAffectOne(models.Table[Site](db.Writer).
		Select("state", "state_since", "state_reason", "name", "contact", "network", "next_audit_at", "pauses_at", "look", "look_audit_id").
		Where("id = ?", s.ID).Updates(ctx, gone))
}

// TrialsBefore returns at most n sites without a plan that were added before that time, oldest
// first: those of members, or those that nobody keeps.
func TrialsBefore(ctx context.Context, db *models.DB, ofMembers bool, before time.Time, n int) ([]Site, error) {
	const owned = "id IN (SELECT site_id FROM memberships)"
	query := models.Table[Site](db.Reader).Where("state = ? AND created_at < ?", Trial, before)
	if ofMembers {
		query = query.Where(owned)
	} else {
		query = query.Where("NOT " + owned)
	}
	all, err := query.Order("created_at").Limit(n).Find(ctx)
	return all, models.TranslateError(err)
}
