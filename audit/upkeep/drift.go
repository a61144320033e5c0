package upkeep

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/google/uuid"

	"github.com/prokken/prokken/audit/known"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/mail"
	"github.com/prokken/prokken/mail/letter"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
)

// propose compares what was seen with the policy in effect. What contradicts it is proposed to the
// owner once a second audit agrees; what no complete audit finds any more is mended. It reports
// whether a second audit is waited for.
func (s *Service) propose(
	ctx context.Context, tx *models.DB, row sites.Site, a audits.Audit, seen report.Report,
) (waiting bool, err error) {
	on, err := s.Sites.ByID(ctx, row.ID)
	if err != nil {
		return false, err
	}
	v, found := on.Snapshot().Find(policy.CookiePolicy)
	if opened, _ := seen.Opened(); !found || !opened {
		return false, nil
	}
	judged, err := judge(a, v.Document, report.Policy{Slug: v.Document.Slug, Names: on.Names})
	if err != nil {
		return false, err
	}
	known, err := proposals.List(ctx, tx, row.ID, proposals.Open, proposals.Dismissed)
	if err != nil {
		return false, err
	}
	d := drift{s, tx, row, a, s.Clock.Now(), contradicting(judged), seen, v.Document, on.Names}
	return d.update(ctx, known)
}

// drift is what one audit changes about the proposals of a site.
type drift struct {
	*Service
	tx    *models.DB
	row   sites.Site
	audit audits.Audit
	now   time.Time
	found []report.Finding
	seen  report.Report
	said  policy.Document
	names []string
}

// update confirms, mends and adds. It reports whether a second audit is waited for.
func (d drift) update(ctx context.Context, told []proposals.Proposal) (waiting bool, err error) {
	var confirmed []proposals.Proposal
	var gone []uuid.UUID
	for _, p := range told {
		again := slices.ContainsFunc(d.found, func(f report.Finding) bool { return isAbout(p, f) })
		switch {
		case again && p.State == proposals.Open && p.ConfirmedAt == nil && p.AuditID != d.audit.ID:
			err = proposals.Confirm(ctx, d.tx, d.row.ID, p.ID, d.now, d.showsAt(p))
			confirmed = append(confirmed, p)
		case !again && d.audit.Complete:
			var blind bool
			if blind, err = isBlindTo(ctx, d.tx, d.seen, p, d.said, report.Policy{Slug: d.said.Slug, Names: d.names}); !blind {
				gone = append(gone, p.ID)
			}
		}
		if err != nil {
			return false, err
		}
	}
	if err := proposals.Mend(ctx, d.tx, d.row.ID, gone, d.now); err != nil {
		return false, err
	}
	waiting, err = d.addNew(ctx, told)
	if err == nil && len(confirmed) > 0 {
		err = d.tell(ctx, confirmed)
	}
	return waiting, err
}

// maxProposed is how many findings of one audit become proposals.
const maxProposed = 200

// addNew stores what is neither open nor dismissed by the owner.
func (d drift) addNew(ctx context.Context, told []proposals.Proposal) (added bool, err error) {
	for _, f := range d.found[:min(len(d.found), maxProposed)] {
		if slices.ContainsFunc(told, func(p proposals.Proposal) bool { return isAbout(p, f) }) {
			continue
		}
		p := proposals.Proposal{
			ID: models.NewID(), SiteID: d.row.ID, Kind: string(f.Kind), Subject: short(f.Subject), Detail: short(f.Detail),
			What: printable(f.What), AuditID: d.audit.ID, FoundAt: d.now, State: proposals.Open,
		}
		if err := proposals.Create(ctx, d.tx, &p); err != nil {
			return added, err
		}
		told, added = append(told, p), true
	}
	return added, nil
}

// printable is a sentence in one line, without what a site could hide in its names.
func printable(what string) string { return known.Plain(what, maxWhat) }

// maxWhat is how long a finding is told.
const maxWhat = 1000

func isAbout(p proposals.Proposal, f report.Finding) bool {
	return p.Kind == string(f.Kind) && p.Subject == short(f.Subject) && p.Detail == short(f.Detail)
}

// showsAt is when the public page says it: after the site's notice, and at once where somebody is
// tracked who was not asked.
func (d drift) showsAt(p proposals.Proposal) time.Time {
	if p.Kind == string(report.BeforeConsent) {
		return d.now
	}
	return d.now.Add(time.Duration(d.row.NoticeDays) * 24 * time.Hour)
}

// maxTold is how many findings a mail names.
const maxTold = 5

// tell writes to the owner what two audits agree on.
func (d drift) tell(ctx context.Context, confirmed []proposals.Proposal) error {
	owner, err := sites.OwnerOf(ctx, d.tx, d.row.ID)
	if errors.Is(err, models.ErrNotFound) {
		return nil // nobody's any more
	}
	if err != nil {
		return err
	}
	user, err := users.ByID(ctx, d.tx, owner)
	if err != nil {
		return err
	}
	told := letter.SiteDrifted{
		Site: d.row.Slug, Name: site.NamesOf(d.row)[0], Count: len(confirmed), ShowsAt: d.showsAt(confirmed[0]),
	}
	for _, p := range confirmed[:min(len(confirmed), maxTold)] {
		told.Findings = append(told.Findings, p.What)
		if at := d.showsAt(p); at.Before(told.ShowsAt) {
			told.ShowsAt = at
		}
	}
	return d.Mailer.SendMail(ctx, d.tx, mail.Letter{To: user.Email, Content: told})
}

// Settle closes the findings that the document answers, by what the newest complete audit saw.
func (s *Service) Settle(ctx context.Context, tx *models.DB, row sites.Site, d policy.Document) error {
	newest, err := audits.NewestComplete(ctx, tx, row.ID)
	if err != nil {
		return nilIfNotFound(err)
	}
	judged, err := judge(newest, d, report.Policy{Slug: d.Slug, Names: site.NamesOf(row)})
	if err != nil {
		return err
	}
	told, err := proposals.List(ctx, tx, row.ID, proposals.Open, proposals.Dismissed)
	if err != nil {
		return err
	}
	seen, err := readReport(newest)
	if err != nil {
		return err
	}
	var answered []uuid.UUID
	for _, p := range told {
		if slices.ContainsFunc(contradicting(judged), func(f report.Finding) bool { return isAbout(p, f) }) {
			continue
		}
		blind, err := isBlindTo(ctx, tx, seen, p, d, report.Policy{Slug: d.Slug, Names: site.NamesOf(row)})
		if err != nil {
			return err
		}
		if !blind {
			answered = append(answered, p.ID)
		}
	}
	return proposals.Mend(ctx, tx, row.ID, answered, s.Clock.Now())
}
