package admin

import (
	"context"
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models/abuse"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/users"
	"github.com/prokken/prokken/site"
	adminview "github.com/prokken/prokken/views/admin"
)

// Overview shows what needs an admin's attention.
func (s *Handler) Overview(c echo.Context) error {
	ctx := c.Request().Context()
	var v adminview.Overview
	if newest := s.Audits.Newest(); newest != nil {
		v.Audited, v.Result = newest.Audit.EndedAt, newest.Audit.Result
	}
	for _, read := range []func(context.Context, *site.Site, *adminview.Overview) error{
		s.policiesTo, s.moneyTo, s.jobsTo,
	} {
		if err := read(ctx, web.Site(c), &v); err != nil {
			return err
		}
	}
	return s.Show(c, http.StatusOK, adminview.OverviewPage(s.Page(c, "Admin", ""), v))
}

// policiesTo adds the drafts, and what of the policies is untrue now.
func (s *Handler) policiesTo(ctx context.Context, of *site.Site, v *adminview.Overview) error {
	drafts, err := of.Drafts(ctx)
	if err != nil {
		return err
	}
	for _, p := range of.Snapshot().Policies {
		v.Policies = append(v.Policies, adminview.PolicyState{
			Slug: p.Document.Slug, Title: p.Document.Title, Untrue: len(of.Untrue(p.Document)),
			InReview: drafts[p.Document.Slug] == policies.InReview,
		})
	}
	return nil
}

// moneyTo adds what of billing somebody has to look at.
func (s *Handler) moneyTo(ctx context.Context, _ *site.Site, v *adminview.Overview) error {
	attention, err := s.Billing.NeedsAttention(ctx, pageSize)
	v.Alerts, v.PastDue = len(attention.Alerts), len(attention.PastDue)
	v.StuckCheckouts, v.Behind, v.Most = len(attention.Checkouts), len(attention.Behind), pageSize
	return err
}

// jobsTo adds the jobs that were given up, refused addresses and the last backup.
func (s *Handler) jobsTo(ctx context.Context, _ *site.Site, v *adminview.Overview) error {
	counts, err := s.Queue.Counts(ctx)
	if err != nil {
		return err
	}
	v.GivenUp, v.Retrying = counts["discarded"], counts["retryable"]
	if v.Bounced, err = users.CountBounced(ctx, s.DB); err != nil {
		return err
	}
	if v.Backup, err = s.lastBackup(); err != nil {
		return err
	}
	v.BackupIsLate = v.Backup.Every > 0 && s.Now().Sub(v.Backup.Made) > 2*v.Backup.Every
	reports, err := abuse.Open(ctx, s.DB, pageSize)
	v.Reports = len(reports)
	return err
}
