package upkeep

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/prokken/prokken/audit"
	"github.com/prokken/prokken/audit/draft"
	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/policy/block"
	"github.com/prokken/prokken/site"
)

// Judge judges the words of customers' policies by what audits saw. Editing words takes no new
// audit: what was seen is stored.
type Judge struct{}

// Judge implements [site.Observer].
func (Judge) Judge(ctx context.Context, db *models.DB, id models.SiteID, d policy.Document) (site.Judgment, error) {
	newest, err := audits.NewestComplete(ctx, db, id)
	if err != nil {
		return site.Judgment{}, err
	}
	row, err := sites.ByID(ctx, db, id)
	if err != nil {
		return site.Judgment{}, err
	}
	judged, err := judge(newest, d, report.Policy{Slug: d.Slug, Names: site.NamesOf(row)})
	if err != nil {
		return site.Judgment{}, err
	}
	return site.Judgment{At: *newest.EndedAt, Untrue: untrueIn(judged, d)}, nil
}

// judge compares what the audit saw with the document.
func judge(a audits.Audit, d policy.Document, source report.Policy) (report.Report, error) {
	seen, err := readReport(a)
	if err != nil {
		return report.Report{}, err
	}
	return audit.JudgeReport(seen, d, source)
}

// contradictions are the kinds of findings that say that a policy does not tell the truth.
var contradictions = []report.Kind{
	report.Undeclared, report.WrongAttribute, report.LivesLonger, report.ThirdPartyFound, report.BeforeConsent,
	report.AfterWithdrawal, report.StoredFound, report.ClaimFails,
}

// contradicting are the findings that the policy is not true.
func contradicting(r report.Report) []report.Finding {
	return slices.DeleteFunc(slices.Clone(r.Findings), func(f report.Finding) bool {
		return f.Severity != report.High || !slices.Contains(contradictions, f.Kind)
	})
}

// untrueIn are the sentences and declarations that may not be published.
func untrueIn(r report.Report, d policy.Document) policy.FailedClaims {
	var all policy.FailedClaims
	for _, f := range contradicting(r) {
		if f.Kind == report.BeforeConsent || f.Kind == report.AfterWithdrawal {
			continue // what the site does, whatever the words: the page tells of it
		}
		failed := policy.FailedClaim{Slug: d.Slug, Says: f.Subject, Reason: f.What}
		if f.Kind == report.ClaimFails {
			failed.UID = f.Detail
		}
		all = append(all, failed)
	}
	return append(all, undescribed(d)...)
}

// undescribed are the things of which nobody has said what they are for.
func undescribed(d policy.Document) policy.FailedClaims {
	var all policy.FailedClaims
	add := func(uid, what string) {
		all = append(all, policy.FailedClaim{
			Slug: d.Slug, UID: uid, Says: what, Reason: fmt.Sprintf("Please say what %s is for.", what),
		})
	}
	for _, c := range d.Cookies {
		if draft.IsToDescribe(c.Purpose) {
			add("", c.Name)
		}
	}
	for _, b := range d.Blocks() {
		switch content := b.Content.(type) {
		case block.Storage:
			for _, item := range content {
				if draft.IsToDescribe(item.Purpose) {
					add(b.UID, item.Name)
				}
			}
		case block.ThirdParties:
			for _, party := range content {
				if draft.IsToDescribe(party.Purpose) {
					add(b.UID, party.Name)
				}
			}
		}
	}
	return all
}

// Judged returns the newest complete audit of the site, with a report whose claims are those of the
// version; nil where there was none. Its result is the one that this comparison has.
func (s *Service) Judged(ctx context.Context, of *site.Site, v *site.Version) (*schedule.Latest, error) {
	newest, err := audits.NewestComplete(ctx, s.db, of.SiteID())
	if err != nil {
		return nil, nilIfNotFound(err)
	}
	source := report.Policy{
		Slug: v.Document.Slug, Version: v.Number, SHA256: v.SHA256, Names: of.Names,
		PublishedOn: v.PublishedOn.Format(time.DateOnly), Coverage: new(policy.CoverageOf(v.Sentences)),
	}
	judged, err := judge(newest, v.Document, source)
	if err != nil {
		return nil, err
	}
	newest.Result = schedule.ResultOf(judged)
	return &schedule.Latest{Audit: newest, Report: judged}, nil
}

func nilIfNotFound(err error) error {
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	return err
}
