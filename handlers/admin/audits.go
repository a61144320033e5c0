package admin

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/report"
	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/activity"
	"github.com/prokken/prokken/models/audits"
	adminview "github.com/prokken/prokken/views/admin"
)

const adminAuditsPath = "/admin/audits"

// onTimeline is how many audits are drawn.
const onTimeline = 30

// AdminAudits lists the audits, newest first.
func (s *Handler) AdminAudits(c echo.Context) error {
	v := adminview.Audits{}
	switch c.QueryParam("notice") {
	case "asked":
		v.Notice = "The audit has started. Its report will appear here in a few minutes."
	case "stopped":
		v.Notice = "The audit will stop at its next page. What it saw until then is kept."
	}
	return s.showAudits(c, http.StatusOK, v)
}

func (s *Handler) showAudits(c echo.Context, status int, v adminview.Audits) error {
	ctx := c.Request().Context()
	after, err := before(c)
	if err != nil {
		return err
	}
	if v.Rows, err = audits.List(ctx, s.DB, web.Site(c).SiteID(), after, pageSize+1); err != nil {
		return err
	}
	next := ""
	if len(v.Rows) > pageSize {
		v.Rows, next = v.Rows[:pageSize], v.Rows[pageSize-1].ID.String()
	}
	v.Pager = pager(c, adminAuditsPath, next, nil)
	if err := s.aroundAudits(ctx, web.Site(c).SiteID(), &v); err != nil {
		return err
	}
	if v.Open != nil {
		lookAgain(c)
	}
	return s.Show(c, status, adminview.AuditsPage(s.Page(c, "Audits", ""), v))
}

// aroundAudits adds what stands around the list.
func (s *Handler) aroundAudits(ctx context.Context, siteID models.SiteID, v *adminview.Audits) error {
	v.CanAudit, v.Every, v.Badge = s.Audits.CanAudit(), s.Audits.Every, s.Site.BaseURL+"/legal/cookie-policy/badge.svg"
	open, err := audits.FindOpen(ctx, s.DB, siteID)
	if err == nil {
		v.Open = &open
		v.Progress, _ = schedule.ReadProgress(open)
	} else if !errors.Is(err, models.ErrNotFound) {
		return err
	}
	if v.Timeline, err = audits.Timeline(ctx, s.DB, siteID, onTimeline); err != nil {
		return err
	}
	v.Names, err = activity.AddressesOf(ctx, s.DB, askers(v.Rows...))
	return err
}

func askers(audits ...audits.Audit) []uuid.UUID {
	var ids []uuid.UUID
	for _, a := range audits {
		if a.AskedBy != nil {
			ids = append(ids, *a.AskedBy)
		}
	}
	return ids
}

// lookAgain has the browser open the page again after a while, without a script.
func lookAgain(c echo.Context) { c.Response().Header().Set("Refresh", "15") }

// AskAudit has the site audited. Asked again, or by two at once, it is one audit.
func (s *Handler) AskAudit(c echo.Context) error {
	ctx := c.Request().Context()
	identity, _ := s.Identity(c)
	asked, err := s.Audits.Ask(ctx, &identity.User.ID, func(ctx context.Context, tx *models.DB) error {
		return s.Auth.RecordActivityIn(ctx, tx, identity, activity.SiteAuditAsked, "")
	})
	if errors.Is(err, schedule.ErrNoBrowser) && !web.WantsJSON(c) {
		web.LogFailure(c, err)
		return s.showAudits(c, http.StatusConflict, adminview.Audits{})
	}
	if err != nil {
		return err
	}
	return s.Done(
		c,
		http.StatusAccepted,
		echo.Map{"id": asked.ID, "state": asked.State},
		adminAuditsPath+"?notice=asked",
	)
}

// StopAudit stops the audit that runs. What it saw until then is kept.
func (s *Handler) StopAudit(c echo.Context) error {
	ctx := c.Request().Context()
	a, err := s.audit(c, c.Param("id"))
	if err != nil {
		return err
	}
	identity, _ := s.Identity(c)
	if err := s.Audits.Stop(ctx, a.SiteID, a.ID); err != nil {
		return err
	}
	if err := s.Auth.RecordActivity(ctx, identity, activity.SiteAuditStopped, ""); err != nil {
		return err
	}
	return s.Done(c, http.StatusAccepted, echo.Map{"id": a.ID}, adminAuditsPath+"?notice=stopped")
}

// AdminAudit is one audit; its report as JSON where the address ends so.
func (s *Handler) AdminAudit(c echo.Context) error {
	text, asJSON := strings.CutSuffix(c.Param("id"), web.JsonSuffix)
	a, err := s.audit(c, text)
	if err != nil {
		return err
	}
	if asJSON {
		return s.auditReport(c, a)
	}
	v, err := s.auditDetails(c.Request().Context(), web.Site(c).SiteID(), a)
	if err != nil {
		return err
	}
	if a.Open() {
		lookAgain(c)
	}
	page := s.Page(c, "Audit", "")
	page.Wide = true
	return s.Show(c, http.StatusOK, adminview.AuditPage(page, v))
}

func (s *Handler) audit(c echo.Context, text string) (audits.Audit, error) {
	id, err := uuid.Parse(text)
	if err != nil || id.String() != text {
		return audits.Audit{}, models.ErrNotFound
	}
	return audits.ByID(c.Request().Context(), s.DB, web.Site(c).SiteID(), id)
}

func (s *Handler) auditReport(c echo.Context, a audits.Audit) error {
	if a.Report == "" {
		return models.ErrNotFound
	}
	c.Response().Header().Set(echo.HeaderCacheControl, "private, no-cache")
	return c.Blob(http.StatusOK, web.TypeJSON, []byte(a.Report))
}

func (s *Handler) auditDetails(
	ctx context.Context, siteID models.SiteID, a audits.Audit,
) (adminview.AuditDetails, error) {
	v := adminview.AuditDetails{Audit: a}
	var err error
	if v.Report, err = schedule.Read(a); err != nil {
		return v, err
	}
	if v.Names, err = activity.AddressesOf(ctx, s.DB, askers(a)); err != nil {
		return v, err
	}
	if v.Shots, err = audits.Screenshots(ctx, s.DB, siteID, a.ID); err != nil || a.State != audits.AuditDone {
		return v, err
	}
	return v, s.compareAudits(ctx, siteID, &v)
}

// compareAudits adds what is new and gone since the audit before.
func (s *Handler) compareAudits(ctx context.Context, siteID models.SiteID, v *adminview.AuditDetails) error {
	old, err := audits.Before(ctx, s.DB, siteID, v.Audit.ID)
	if errors.Is(err, models.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	var then report.Report
	if then, err = schedule.Read(old); err == nil {
		v.Before, v.New, v.Gone = &old, v.Report.NewSince(then), v.Report.GoneSince(then)
	}
	return err
}

// AuditShot is a picture of a page; it never changes.
func (s *Handler) AuditShot(c echo.Context) error {
	a, err := s.audit(c, c.Param("id"))
	if err != nil {
		return err
	}
	n, err := web.VersionNumber(c.Param("n"))
	if err != nil {
		return err
	}
	shot, err := audits.ScreenshotOf(c.Request().Context(), s.DB, web.Site(c).SiteID(), a.ID, n)
	if err != nil {
		return err
	}
	h := c.Response().Header()
	h.Set(echo.HeaderCacheControl, "private, max-age=86400")
	h.Set("ETag", `"`+a.ID.String()+"-"+c.Param("n")+`"`)
	http.ServeContent(c.Response(), c.Request(), "shot.jpg", time.Time{}, strings.NewReader(string(shot.JPEG)))
	return nil
}
