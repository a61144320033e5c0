package editor

import (
	"net/http"

	"github.com/labstack/echo/v4"

	"github.com/prokken/prokken/handlers/web"
	editorview "github.com/prokken/prokken/views/editor"
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
	var rows []editorview.PolicyRow
	for _, v := range snapshot.Policies {
		slug := v.Document.Slug
		row := editorview.PolicyRow{Place: placeOf(c).Of(slug), Version: v, Draft: drafts[slug]}
		row.Next, _ = snapshot.Next(slug)
		draft, err := web.Site(c).Draft(ctx, slug)
		if err != nil {
			return err
		}
		joint, err := web.Site(c).Joint(ctx, draft)
		if err != nil {
			return err
		}
		row.Untrue = len(joint.Untrue)
		if row.Editing, err = web.Site(c).Editing(ctx, slug, absent, s.ViewerOf(c).ID); err != nil {
			return err
		}
		rows = append(rows, row)
	}
	return s.Show(c, http.StatusOK, editorview.PoliciesPage(s.Page(c, "Edit the policies", ""), rows))
}
