// Package audits holds the audits of sites: what was asked for, how it ended, and its
// pictures. audit/schedule calls it; start reading at [Audit].
package audits

import (
	"cmp"
	"context"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/models"
)

// Audit is one audit of a site: asked for, being done, or what came of it.
type Audit struct {
	ID        uuid.UUID
	SiteID    models.SiteID
	AskedAt   time.Time
	AskedBy   *uuid.UUID // nil: the schedule
	StartedAt *time.Time
	EndedAt   *time.Time
	Cause     Cause
	State     State
	Problem   string // why it failed, in words for people
	Result
	Report      string     // JSON
	Progress    string     // JSON: how far it is while it runs; "" before and after
	StopAskedAt *time.Time // nil: nobody asked it to stop
	Counted     bool       // it was taken from the plan of who asked for it, and not given back
}

// Cause is why an audit was asked for.
type Cause string

// The causes of audits.
const (
	Scheduled  Cause = "schedule"
	Asked      Cause = "asked"   // by a person
	FrontDoor  Cause = "trial"   // by somebody without an account
	Confirming Cause = "confirm" // to see whether another browser finds the same
)

// State is where an audit stands.
type State string

// The states.
const (
	AuditAsked   State = "asked"
	AuditRunning State = "running"
	AuditDone    State = "done"
	AuditFailed  State = "failed"
)

// Result is what lists show of a report. VersionID is the version that the
// site was compared with, where it is known here; the policy's slug, version and
// hash are those that the audit read.
type Result struct {
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
	Complete       bool // it saw all that it set out to see
}

// Open reports whether the audit is still to be done, or being done.
func (a Audit) Open() bool { return a.State == AuditAsked || a.State == AuditRunning }

// Create stores an audit that is asked for; ErrConflict if one of the site is
// already.
func Create(ctx context.Context, db *models.DB, a *Audit) error {
	a.Cause = cmp.Or(a.Cause, Scheduled)
	return models.TranslateError(models.Table[Audit](db.Writer).Create(ctx, a))
}

// FindOpen is the audit of a site that waits or runs: the running one if there
// are both.
func FindOpen(ctx context.Context, db *models.DB, site models.SiteID) (Audit, error) {
	a, err := models.Table[Audit](
		db.Reader,
	).Where(
		"site_id = ? AND state IN ?",
		site,
		[]State{AuditAsked, AuditRunning},
	).Order(
		"state DESC",
	).Take(
		ctx,
	)
	return a, models.TranslateError(err)
}

// Begin notes that an audit runs; ErrConflict if it does not wait, or
// another one of the site runs.
func Begin(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID, now time.Time) error {
	return models.MustAffectOne(
		models.Table[Audit](
			db.Writer,
		).Where(
			"site_id = ? AND id = ? AND state = ?",
			site,
			id,
			AuditAsked,
		).Updates(
			ctx,
			Audit{State: AuditRunning, StartedAt: &now},
		),
	)
}

// Return has a running audit wait again; ErrConflict if it does not run, or
// another one waits.
func Return(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) error {
	return models.MustAffectOne(
		models.Table[Audit](
			db.Writer,
		).Select(
			"state",
			"started_at",
			"progress",
			"stop_asked_at",
		).Where(
			"site_id = ? AND id = ? AND state = ?",
			site,
			id,
			AuditRunning,
		).Updates(
			ctx,
			Audit{State: AuditAsked},
		),
	)
}

// End stores what came of a running audit; ErrConflict if it does not run
// any more.
func End(ctx context.Context, db *models.DB, a Audit) error {
	return models.MustAffectOne(
		models.Table[Audit](db.Writer).Select(
			"ended_at",
			"state",
			"problem",
			"version_id",
			"policy_slug",
			"policy_version",
			"policy_sha256",
			"browser",
			"claims_hold",
			"claims_fail",
			"claims_total",
			"findings_high",
			"findings_medium",
			"findings_low",
			"passed",
			"complete",
			"report",
			"progress",
		).
			Where("site_id = ? AND id = ? AND state = ?", a.SiteID, a.ID, AuditRunning).Updates(ctx, a),
	)
}

// isOpen stands in a statement as in the index of the audits that are not over, so that SQLite uses it.
const isOpen = "state IN ('asked', 'running')"

// GiveUp fails the running audits, of whatever site, that began before that
// time: their server is gone.
func GiveUp(ctx context.Context, db *models.DB, before, now time.Time, problem string) error {
	_, err := models.Table[Audit](db.Writer).Where(isOpen+" AND state = ? AND started_at < ?", AuditRunning, before).
		Updates(ctx, Audit{State: AuditFailed, Problem: problem, EndedAt: &now})
	return models.TranslateError(err)
}

// ByID finds an audit of a site with its report.
func ByID(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Where("site_id = ? AND id = ?", site, id).Take(ctx)
	return a, models.TranslateError(err)
}

// Find finds an audit of whatever site with its report.
func Find(ctx context.Context, db *models.DB, id uuid.UUID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Where("id = ?", id).Take(ctx)
	return a, models.TranslateError(err)
}

// NewestComplete is the newest audit of a site that saw all that it set out to see, with its report.
func NewestComplete(ctx context.Context, db *models.DB, site models.SiteID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Where("site_id = ? AND complete", site).Order("id DESC").Take(ctx)
	return a, models.TranslateError(err)
}

// NewestDone is the newest audit of a site that has a report, with it.
func NewestDone(ctx context.Context, db *models.DB, site models.SiteID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Where("site_id = ? AND state = ?", site, AuditDone).Order("id DESC").Take(ctx)
	return a, models.TranslateError(err)
}

// CompleteBefore is the newest audit before that one that saw all that it set out to see.
func CompleteBefore(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Where("site_id = ? AND complete AND id < ?", site, id).Order("id DESC").Take(ctx)
	return a, models.TranslateError(err)
}

// Newest is the newest audit of a site, whatever became of it, without its report.
func Newest(ctx context.Context, db *models.DB, site models.SiteID) (Audit, error) {
	a, err := models.Table[Audit](db.Reader).Omit("report").Where("site_id = ?", site).Order("id DESC").Take(ctx)
	return a, models.TranslateError(err)
}

// CountAt counts the audits of all sites with that address that were begun since that time.
func CountAt(ctx context.Context, db *models.DB, address string, since time.Time) (int64, error) {
	n, err := models.Table[Audit](db.Reader).
		Where("started_at > ? AND site_id IN (SELECT id FROM sites WHERE address = ?)", since, address).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// CountAskedBy counts the audits that a user asked for since that time, deleted sites included as
// long as their audits are there.
func CountAskedBy(ctx context.Context, db *models.DB, user uuid.UUID, since time.Time) (int64, error) {
	n, err := models.Table[Audit](db.Reader).Where("asked_by = ? AND asked_at > ?", user, since).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// RunningAt counts the audits of all sites with that address that run now.
func RunningAt(ctx context.Context, db *models.DB, address string) (int64, error) {
	n, err := models.Table[Audit](db.Reader).
		Where("state = ? AND site_id IN (SELECT id FROM sites WHERE address = ?)", AuditRunning, address).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// CountWaiting counts the audits of all sites that wait or run for that cause.
func CountWaiting(ctx context.Context, db *models.DB, cause Cause) (int64, error) {
	n, err := models.Table[Audit](db.Reader).
		Where("state IN ? AND cause = ?", []State{AuditAsked, AuditRunning}, cause).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// CountWaitingBefore counts the audits of all sites that wait or run and were asked for before that
// one.
func CountWaitingBefore(ctx context.Context, db *models.DB, a Audit) (int64, error) {
	n, err := models.Table[Audit](db.Reader).
		Where("state IN ? AND id <> ? AND asked_at <= ?", []State{AuditAsked, AuditRunning}, a.ID, a.AskedAt).Count(ctx, "id")
	return n, models.TranslateError(err)
}

// NewestID is the newest audit of a site with a report; ErrNotFound if there
// is none.
func NewestID(ctx context.Context, db *models.DB, site models.SiteID) (uuid.UUID, error) {
	a, err := models.Table[Audit](
		db.Reader,
	).Select(
		"id",
	).Where(
		"site_id = ? AND state = ?",
		site,
		AuditDone,
	).Order(
		"id DESC",
	).Take(
		ctx,
	)
	return a.ID, models.TranslateError(err)
}

// LastAsked is when an audit of a site was asked for last; zero if never.
func LastAsked(ctx context.Context, db *models.DB, site models.SiteID) (time.Time, error) {
	all, err := models.Table[Audit](
		db.Reader,
	).Select(
		"asked_at",
	).Where(
		"site_id = ?",
		site,
	).Order(
		"id DESC",
	).Limit(
		1,
	).Find(
		ctx,
	)
	if err != nil || len(all) == 0 {
		return time.Time{}, models.TranslateError(err)
	}
	return all[0].AskedAt, nil
}

// Before is the newest audit of a site with a report that was asked for
// before that one.
func Before(ctx context.Context, db *models.DB, site models.SiteID, id uuid.UUID) (Audit, error) {
	a, err := models.Table[Audit](
		db.Reader,
	).Where(
		"site_id = ? AND state = ? AND id < ?",
		site,
		AuditDone,
		id,
	).Order(
		"id DESC",
	).Take(
		ctx,
	)
	return a, models.TranslateError(err)
}

// List lists at most n audits of a site without their reports, newest first:
// those before the one given, or, for uuid.Nil, the newest.
func List(ctx context.Context, db *models.DB, site models.SiteID, before uuid.UUID, n int) ([]Audit, error) {
	query := models.Table[Audit](db.Reader).Omit("report").Where("site_id = ?", site).Order("id DESC").Limit(n)
	if before != uuid.Nil {
		query = query.Where("id < ?", before)
	}
	all, err := query.Find(ctx)
	return all, models.TranslateError(err)
}

// Timeline is at most n audits of a site with a result, oldest first.
func Timeline(ctx context.Context, db *models.DB, site models.SiteID, n int) ([]Audit, error) {
	all, err := models.Table[Audit](
		db.Reader,
	).Omit(
		"report",
	).Where(
		"site_id = ? AND state = ?",
		site,
		AuditDone,
	).Order(
		"id DESC",
	).Limit(
		n,
	).Find(
		ctx,
	)
	slices.Reverse(all)
	return all, models.TranslateError(err)
}
