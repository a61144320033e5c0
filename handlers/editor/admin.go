package editor

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	"github.com/prokken/prokken/views"
)

// AdminPolicies lists the policies, where their drafts stand, and what of them is
// untrue now.
func (s *Handler) AdminPolicies(c echo.Context) error {
	ctx := c.Request().Context()
	drafts, err := web.Site(c).Drafts(ctx)
	if err != nil {
		return err
	}
	snapshot := web.Site(c).Snapshot()
	var rows []views.PolicyRow
	for _, v := range snapshot.Policies {
		slug := v.Document.Slug
		row := views.PolicyRow{Version: v, Draft: drafts[slug]}
		row.Next, _ = snapshot.Next(slug)
		draft, err := web.Site(c).Draft(ctx, slug)
		if err != nil {
			return err
		}
		row.Untrue = len(web.Site(c).Untrue(draft.Document))
		if row.Editing, err = web.Site(c).Editing(ctx, slug, absent, s.ViewerOf(c).ID); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return s.Show(c, http.StatusOK, views.AdminPolicies(s.Page(c, "Edit the policies", ""), rows))
}
