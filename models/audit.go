package models

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Audit is one audit of a site: asked for, being done, or what came of it.
type Audit struct {
	ID        uuid.UUID
	SiteID    SiteID
	AskedAt   time.Time
	AskedBy   *uuid.UUID // nil: the schedule
	StartedAt *time.Time
	EndedAt   *time.Time
	State     AuditState
	Problem   string // why it failed, in words for people
	AuditResult
	Report string // JSON
}

// AuditState is where an audit stands.
type AuditState string

// The states.
const (
	AuditAsked   AuditState = "asked"
	AuditRunning AuditState = "running"
	AuditDone    AuditState = "done"
	AuditFailed  AuditState = "failed"
)

// AuditResult is what lists show of a report. VersionID is the version that the
// site was compared with, where it is known here; the policy's slug, version and
// hash are those that the audit read.
type AuditResult struct {
	VersionID      *uuid.UUID
	PolicySlug     string // "": the site had no policy to compare with
	PolicyVersion  int64
	PolicySHA256   string `gorm:"column:policy_sha256"`
	Browser        string
	ClaimsHold     int64
	ClaimsFail     int64
	ClaimsTotal    int64
	FindingsHigh   int64
	FindingsMedium int64
	FindingsLow    int64
	Passed         bool
}

// Open reports whether the audit is still to be done, or being done.
func (a Audit) Open() bool { return a.State == AuditAsked || a.State == AuditRunning }

// CreateAudit stores an audit that is asked for; ErrConflict if one of the site is
// already.
func (db *DB) CreateAudit(ctx context.Context, a *Audit) error {
	return translateError(gorm.G[Audit](db.write).Create(ctx, a))
}

// OpenAudit is the audit of a site that waits or runs: the running one if there
// are both.
func (db *DB) OpenAudit(ctx context.Context, site SiteID) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("site_id = ? AND state IN ?", site, []AuditState{AuditAsked, AuditRunning}).Order("state DESC").Take(ctx)
	return a, translateError(err)
}

// BeginAudit notes that an audit runs; ErrConflict if it does not wait, or
// another one of the site runs.
func (db *DB) BeginAudit(ctx context.Context, site SiteID, id uuid.UUID, now time.Time) error {
	return mustAffectOne(gorm.G[Audit](db.write).Where("site_id = ? AND id = ? AND state = ?", site, id, AuditAsked).Updates(ctx, Audit{State: AuditRunning, StartedAt: &now}))
}

// ReturnAudit has a running audit wait again; ErrConflict if it does not run, or
// another one waits.
func (db *DB) ReturnAudit(ctx context.Context, site SiteID, id uuid.UUID) error {
	return mustAffectOne(gorm.G[Audit](db.write).Select("state", "started_at").Where("site_id = ? AND id = ? AND state = ?", site, id, AuditRunning).Updates(ctx, Audit{State: AuditAsked}))
}

// EndAudit stores what came of a running audit; ErrConflict if it does not run
// any more.
func (db *DB) EndAudit(ctx context.Context, a Audit) error {
	return mustAffectOne(gorm.G[Audit](db.write).Select("ended_at", "state", "problem", "version_id", "policy_slug", "policy_version", "policy_sha256", "browser",
		"claims_hold", "claims_fail", "claims_total", "findings_high", "findings_medium", "findings_low", "passed", "report").
		Where("site_id = ? AND id = ? AND state = ?", a.SiteID, a.ID, AuditRunning).Updates(ctx, a))
}

// GiveUpAudits fails the running audits, of whatever site, that began before that
// time: their server is gone.
func (db *DB) GiveUpAudits(ctx context.Context, before, now time.Time, problem string) error {
	_, err := gorm.G[Audit](db.write).Where("state = ? AND started_at < ?", AuditRunning, before).
		Updates(ctx, Audit{State: AuditFailed, Problem: problem, EndedAt: &now})
	return translateError(err)
}

// AuditByID finds an audit of a site with its report.
func (db *DB) AuditByID(ctx context.Context, site SiteID, id uuid.UUID) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("site_id = ? AND id = ?", site, id).Take(ctx)
	return a, translateError(err)
}

// NewestAuditID is the newest audit of a site with a report; ErrNotFound if there
// is none.
func (db *DB) NewestAuditID(ctx context.Context, site SiteID) (uuid.UUID, error) {
	a, err := gorm.G[Audit](db.read).Select("id").Where("site_id = ? AND state = ?", site, AuditDone).Order("id DESC").Take(ctx)
	return a.ID, translateError(err)
}

// LastAsked is when an audit of a site was asked for last; zero if never.
func (db *DB) LastAsked(ctx context.Context, site SiteID) (time.Time, error) {
	all, err := gorm.G[Audit](db.read).Select("asked_at").Where("site_id = ?", site).Order("id DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return time.Time{}, translateError(err)
	}
	return all[0].AskedAt, nil
}

// AuditBefore is the newest audit of a site with a report that was asked for
// before that one.
func (db *DB) AuditBefore(ctx context.Context, site SiteID, id uuid.UUID) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("site_id = ? AND state = ? AND id < ?", site, AuditDone, id).Order("id DESC").Take(ctx)
	return a, translateError(err)
}

// Audits lists at most n audits of a site without their reports, newest first:
// those before the one given, or, for uuid.Nil, the newest.
func (db *DB) Audits(ctx context.Context, site SiteID, before uuid.UUID, n int) ([]Audit, error) {
	query := gorm.G[Audit](db.read).Omit("report").Where("site_id = ?", site).Order("id DESC").Limit(n)
	if before != uuid.Nil {
		query = query.Where("id < ?", before)
	}
	all, err := query.Find(ctx)
	return all, translateError(err)
}

// AuditTimeline is at most n audits of a site with a result, oldest first.
func (db *DB) AuditTimeline(ctx context.Context, site SiteID, n int) ([]Audit, error) {
	all, err := gorm.G[Audit](db.read).Omit("report").Where("site_id = ? AND state = ?", site, AuditDone).Order("id DESC").Limit(n).Find(ctx)
	slices.Reverse(all)
	return all, translateError(err)
}
