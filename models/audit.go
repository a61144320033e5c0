package models

import (
	"context"
	"slices"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// Audit is one audit of the own site: asked for, being done, or what came of it.
type Audit struct {
	ID        uuid.UUID
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

// AuditResult is what lists show of a report.
type AuditResult struct {
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

// CreateAudit stores an audit that is asked for; ErrConflict if one is already.
func (db *DB) CreateAudit(ctx context.Context, a *Audit) error {
	return plain(gorm.G[Audit](db.write).Create(ctx, a))
}

// OpenAudit is the audit that waits or runs: the running one if there are both.
func (db *DB) OpenAudit(ctx context.Context) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("state IN ?", []AuditState{AuditAsked, AuditRunning}).Order("state DESC").Take(ctx)
	return a, plain(err)
}

// BeginAudit notes that an audit runs; ErrConflict if it does not wait, or
// another one runs.
func (db *DB) BeginAudit(ctx context.Context, id uuid.UUID, now time.Time) error {
	return one(gorm.G[Audit](db.write).Where("id = ? AND state = ?", id, AuditAsked).Updates(ctx, Audit{State: AuditRunning, StartedAt: &now}))
}

// ReturnAudit has a running audit wait again; ErrConflict if it does not run, or
// another one waits.
func (db *DB) ReturnAudit(ctx context.Context, id uuid.UUID) error {
	return one(gorm.G[Audit](db.write).Select("state", "started_at").Where("id = ? AND state = ?", id, AuditRunning).Updates(ctx, Audit{State: AuditAsked}))
}

// EndAudit stores what came of a running audit; ErrConflict if it does not run
// any more.
func (db *DB) EndAudit(ctx context.Context, a Audit) error {
	return one(gorm.G[Audit](db.write).Select("ended_at", "state", "problem", "policy_slug", "policy_version", "policy_sha256", "browser", "claims_hold", "claims_fail", "claims_total",
		"findings_high", "findings_medium", "findings_low", "passed", "report").
		Where("id = ? AND state = ?", a.ID, AuditRunning).Updates(ctx, a))
}

// GiveUpAudits fails the running audits that began before that time: their
// server is gone.
func (db *DB) GiveUpAudits(ctx context.Context, before, now time.Time, problem string) error {
	_, err := gorm.G[Audit](db.write).Where("state = ? AND started_at < ?", AuditRunning, before).
		Updates(ctx, Audit{State: AuditFailed, Problem: problem, EndedAt: &now})
	return plain(err)
}

// AuditByID finds an audit with its report.
func (db *DB) AuditByID(ctx context.Context, id uuid.UUID) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("id = ?", id).Take(ctx)
	return a, plain(err)
}

// NewestAuditID is the newest audit with a report; ErrNotFound if there is none.
func (db *DB) NewestAuditID(ctx context.Context) (uuid.UUID, error) {
	a, err := gorm.G[Audit](db.read).Select("id").Where("state = ?", AuditDone).Order("id DESC").Take(ctx)
	return a.ID, plain(err)
}

// LastAsked is when an audit was asked for last; zero if never.
func (db *DB) LastAsked(ctx context.Context) (time.Time, error) {
	all, err := gorm.G[Audit](db.read).Select("asked_at").Order("id DESC").Limit(1).Find(ctx)
	if err != nil || len(all) == 0 {
		return time.Time{}, plain(err)
	}
	return all[0].AskedAt, nil
}

// AuditBefore is the newest audit with a report that was asked for before that
// one.
func (db *DB) AuditBefore(ctx context.Context, id uuid.UUID) (Audit, error) {
	a, err := gorm.G[Audit](db.read).Where("state = ? AND id < ?", AuditDone, id).Order("id DESC").Take(ctx)
	return a, plain(err)
}

// Audits lists at most n audits without their reports, newest first: those
// before the one given, or, for uuid.Nil, the newest.
func (db *DB) Audits(ctx context.Context, before uuid.UUID, n int) ([]Audit, error) {
	query := gorm.G[Audit](db.read).Omit("report").Order("id DESC").Limit(n)
	if before != uuid.Nil {
		query = query.Where("id < ?", before)
	}
	all, err := query.Find(ctx)
	return all, plain(err)
}

// AuditTimeline is at most n audits with a result, oldest first.
func (db *DB) AuditTimeline(ctx context.Context, n int) ([]Audit, error) {
	all, err := gorm.G[Audit](db.read).Omit("report").Where("state = ?", AuditDone).Order("id DESC").Limit(n).Find(ctx)
	slices.Reverse(all)
	return all, plain(err)
}
