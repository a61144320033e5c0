package sites

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/audit/schedule"
	"github.com/prokken/prokken/handlers/legal"
	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/models"
	"github.com/prokken/prokken/models/audits"
	"github.com/prokken/prokken/policy"
	"github.com/prokken/prokken/site"
	legalview "github.com/prokken/prokken/views/legal"
	sitesview "github.com/prokken/prokken/views/sites"
)

// Report shows what one audit saw.
func (s *Handler) Report(c echo.Context) error {
	ctx, id := c.Request().Context(), rowOf(c).ID
	asked, err := web.PathID(c)
	if err != nil {
		return err
	}
	a, err := audits.ByID(ctx, s.DB, id, asked)
	if err != nil {
		return err
	}
	v := sitesview.Overview{Site: rowOf(c), Newest: &a}
	if v.Report, err = schedule.Read(a); err != nil {
		return err
	}
	return s.Show(c, http.StatusOK, sitesview.ReportPage(s.Page(c, "An audit", ""), v))
}

// Preview shows the draft as the page that it would become.
func (s *Handler) Preview(c echo.Context) error {
	v := sitesview.Overview{Site: rowOf(c)}
	draft, err := web.Site(c).Draft(c.Request().Context(), cookiePolicy)
	if err != nil {
		return err
	}
	v.Draft = &draft
	preview := previewOf(web.Site(c), draft)
	v.Preview = &preview
	page := s.Page(c, "Preview", "")
	page.Wide = true
	return s.Show(c, http.StatusOK, sitesview.PreviewPage(page, v))
}

// previewOf is the draft as the page that it would become.
func previewOf(on *site.Site, draft site.Draft) legalview.Policy {
	next := site.Version{Document: draft.Document, Number: draft.Basis.Number + 1, PublishedOn: on.Today()}
	next.Sentences, _ = draft.Document.Bases(on.Confirmations.Drafts.EvidenceWith(draft.Document), policy.Confirmations{})
	return legal.PolicyView(on, &next)
}

// Stop stops the audit that runs. What it saw until then is kept.
func (s *Handler) Stop(c echo.Context) error {
	id, err := web.PathID(c)
	if err != nil {
		return err
	}
	if _, err := audits.ByID(c.Request().Context(), s.DB, rowOf(c).ID, id); err != nil {
		return models.ErrNotFound
	}
	if err := s.Audits.Stop(c.Request().Context(), rowOf(c).ID, id); err != nil {
		return err
	}
	return s.toSite(c, http.StatusAccepted, "asked")
}
