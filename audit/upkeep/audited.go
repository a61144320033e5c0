package upkeep

import (
	"context"
	"errors"
	"time"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/observations"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// Audited takes in what an audit saw: it is remembered, a site without a policy gets a first
// draft, and what the policy in effect does not say becomes a proposal. It says when the next
// audit comes.
func (s *Service) Audited(ctx context.Context, tx *models.DB, a audits.Audit, seen report.Report) error {
	row, err := sites.ByID(ctx, tx, a.SiteID)
	if err != nil {
		return err
	}
	before, err := s.seenBefore(ctx, tx, a)
	if err != nil {
		return err
	}
	if err := observations.Save(ctx, tx, observed(a, seen)); err != nil {
		return err
	}
	if err := s.begin(ctx, tx, row, seen); err != nil {
		return err
	}
	waiting, err := s.propose(ctx, tx, row, a, seen)
	if err != nil {
		return err
	}
	return s.scheduleNext(ctx, tx, row, hasChanged(before, seen), waiting && a.Cause != audits.Confirming)
}

// Failed says when an audit that could not be done is tried again.
func (s *Service) Failed(ctx context.Context, tx *models.DB, a audits.Audit) error {
	row, err := sites.ByID(ctx, tx, a.SiteID)
	if err != nil {
		return err
	}
	return s.scheduleNext(ctx, tx, row, false, false)
}

// seenBefore is the report of the newest complete audit before this one; nil if there was none.
func (s *Service) seenBefore(ctx context.Context, tx *models.DB, a audits.Audit) (*report.Report, error) {
	before, err := audits.CompleteBefore(ctx, tx, a.SiteID, a.ID)
	if err != nil {
		return nil, nilIfNotFound(err)
	}
	seen, err := readReport(before)
	return &seen, err
}

// begin writes the first draft of a site's Cookie Policy. One that nobody has written in is
// replaced by what the newest audit saw.
func (s *Service) begin(ctx context.Context, tx *models.DB, row sites.Site, seen report.Report) error {
	if opened, _ := seen.Opened(); !opened {
		return nil
	}
	d, err := s.newDocument(seen, site.NamesOf(row))
	if err != nil {
		return err
	}
	on, err := s.Sites.ByID(ctx, row.ID)
	if err != nil {
		return err
	}
	of, err := policies.BySlug(ctx, tx, row.ID, policy.CookiePolicy)
	if errors.Is(err, models.ErrNotFound) {
		return on.Begin(ctx, tx, d)
	}
	if err != nil {
		return err
	}
	return on.BeginAgain(ctx, tx, of, d)
}

// scheduleNext says when the site is audited next: soon where another browser has to agree, else
// after a day, or a week where it has stayed as it is for long. Only what is published, or is to be,
// is audited by itself.
func (s *Service) scheduleNext(ctx context.Context, tx *models.DB, row sites.Site, changed, waiting bool) error {
	now := s.Clock.Now()
	if changed || row.UnchangedSince == nil {
		row.UnchangedSince = &now
	}
	row.AuditDays = 1
	if now.Sub(*row.UnchangedSince) >= seldom {
		row.AuditDays = weekly
	}
	next := now.Add(time.Duration(row.AuditDays) * Every)
	if waiting {
		next = now.Add(again)
	}
	row.NextAuditAt = &next
	return ScheduleKept(ctx, tx, row)
}

// ScheduleKept stores when the site is audited next: never by itself, unless it is kept up, somebody
// has shown whose it is, and something is published.
func ScheduleKept(ctx context.Context, tx *models.DB, row sites.Site) error {
	published, err := isPublished(ctx, tx, row.ID)
	if err != nil {
		return err
	}
	host, err := sites.HostOf(ctx, tx, row.ID)
	if err = nilIfNotFound(err); err != nil {
		return err
	}
	if row.State != sites.Active || !published || host.VerifiedAt == nil {
		row.NextAuditAt = nil
	}
	return sites.ScheduleAudit(ctx, tx, row)
}

// isPublished reports whether the site has a version that people read.
func isPublished(ctx context.Context, tx *models.DB, id models.SiteID) (bool, error) {
	of, err := policies.BySlug(ctx, tx, id, policy.CookiePolicy)
	if err != nil {
		return false, nilIfNotFound(err)
	}
	_, err = policies.NewestVersion(ctx, tx, of.ID)
	return err == nil, nilIfNotFound(err)
}
