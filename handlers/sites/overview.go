package sites

import (
	"context"
	"errors"
	"net/http"
	"strconv"
	"time"

	"github.com/google/uuid"
	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/audit/upkeep"
	"github.com/prokken/prokken/billing"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/models/policies"
	"github.com/prokken/prokken/models/proposals"
	"github.com/prokken/prokken/models/sites"
	"github.com/prokken/prokken/site"
	"github.com/prokken/prokken/site/verification"
	sitesview "github.com/prokken/prokken/views/sites"
)

// Overview shows a site to its owner.
func (s *Handler) Overview(c echo.Context) error {
	return s.showOverview(c, http.StatusOK, sitesview.Overview{Notice: notices[c.QueryParam("notice")]})
}

// showOverview fills in what stands around what an act has to say.
func (s *Handler) showOverview(c echo.Context, status int, v sitesview.Overview) error {
	ctx, on := c.Request().Context(), web.Site(c)
	v, err := s.overviewOf(ctx, on, v)
	if err != nil {
		return err
	}
	if v.Usage, err = s.Plans.Allowance(ctx, s.ViewerOf(c).ID, billing.Audits); err != nil {
		return err
	}
	if v.Open != nil {
		lookAgain(c)
	}
	return s.Show(c, status, sitesview.OverviewPage(s.Page(c, v.Site.Name, ""), v))
}

// lookEvery is after how many seconds the browser opens the page again, without a script.
const lookEvery = 4

func lookAgain(c echo.Context) { c.Response().Header().Set("Refresh", strconv.Itoa(lookEvery)) }

// shownAudits is how many audits are listed.
const shownAudits = 20

// overviewOf is what is known of the site.
func (s *Handler) overviewOf(ctx context.Context, on *site.Site, v sitesview.Overview) (sitesview.Overview, error) {
	row, err := sites.ByID(ctx, s.DB, on.SiteID()) // with what no reader sees
	if err != nil {
		return v, err
	}
	v.Site = withTyped(row, v.Site)
	v.Address = s.Config.BaseURL + on.Path() + "/" + cookiePolicy
	if v.Host, v.Released, err = s.Hosting.Host(ctx, row); err != nil && !errors.Is(err, models.ErrNotFound) {
		return v, err
	}
	v.Lines = linesOf(row.Address, v)
	if v.Proposed, err = proposals.List(ctx, s.DB, row.ID, proposals.Open); err != nil {
		return v, err
	}
	if v.Answered, err = proposals.List(ctx, s.DB, row.ID, proposals.Dismissed); err != nil {
		return v, err
	}
	if v, err = s.withAudits(ctx, row.ID, v); err != nil {
		return v, err
	}
	return s.withDraft(ctx, on, v)
}

// linesOf are the lines that show whose the host is: of one that was another's before, the one
// in DNS alone.
func linesOf(address string, v sitesview.Overview) []verification.Line {
	var all []verification.Line
	for _, line := range verification.Lines(address, v.Host.Token) {
		if !v.Released || line.Method == "dns" {
			all = append(all, line)
		}
	}
	return all
}

// withAudits adds the audit that is under way, and what the newest one saw.
func (s *Handler) withAudits(ctx context.Context, id models.SiteID, v sitesview.Overview) (sitesview.Overview, error) {
	all, err := audits.List(ctx, s.DB, id, models.SiteID{}.UUID, shownAudits)
	if err != nil {
		return v, err
	}
	v.Audits = all
	for i, a := range all {
		if a.Open() {
			v.Open = &all[i]
			v.Progress, _ = schedule.ReadProgress(a)
			if v, err = s.withWait(ctx, id, a, v); err != nil {
				return v, err
			}
			continue
		}
		newest, err := audits.ByID(ctx, s.DB, id, a.ID)
		if err != nil {
			return v, err
		}
		v.Newest = &newest
		v.Report, err = schedule.Read(newest)
		return v, err
	}
	return v, nil
}

// withWait adds how long the audit waits still, and whether it logs in then.
func (s *Handler) withWait(
	ctx context.Context, id models.SiteID, a audits.Audit, v sitesview.Overview,
) (sitesview.Overview, error) {
	var err error
	if v.Wait, err = s.Hosting.Wait(ctx, a); err != nil {
		return v, err
	}
	login, err := audits.LoginOf(ctx, s.DB, id, a.ID)
	if errors.Is(err, models.ErrNotFound) {
		return v, nil
	}
	v.LogsIn = login.Sealed != ""
	return v, err
}

// withDraft adds what is written, and what the newest complete audit says of it.
func (s *Handler) withDraft(ctx context.Context, on *site.Site, v sitesview.Overview) (sitesview.Overview, error) {
	if found, is := on.Snapshot().Find(cookiePolicy); is {
		v.Version = found
	}
	draft, err := on.Draft(ctx, cookiePolicy)
	if errors.Is(err, models.ErrNotFound) {
		return v, nil
	}
	if err != nil {
		return v, err
	}
	v.Draft = &draft
	v.Changed = draft.Saved && draft.Read != draft.Basis.SHA256
	judged, err := upkeep.Judge{}.Judge(ctx, s.DB, on.SiteID(), draft.Document)
	switch {
	case errors.Is(err, models.ErrNotFound):
		v.Untrue = notSeen
	case err != nil:
		return v, err
	default:
		v.Untrue = append(judged.Untrue, staleOf(on.Local(judged.At), s.Now())...)
	}
	return v, nil
}

// policiesOf are the numbers of the newest versions of a user's sites.
func policiesOf(ctx context.Context, db *models.DB, user uuid.UUID) (map[models.SiteID]int64, error) {
	return policies.NewestNumbersOf(ctx, db, user, cookiePolicy)
}

// freshFor is how old the audit may be that a version rests on.
const freshFor = 24 * time.Hour
